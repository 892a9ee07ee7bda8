/** Somebody who looked at a pitch. */
export interface Viewer {
  readonly userId: number
  readonly username: string
  /** ISO 8601. */
  readonly viewedAt: string
}

/** The server keeps as many. */
export const VIEWERS_KEPT = 10

/** As many of them as are wanted and can be had. */
export const viewersUpTo = (max: number): number => Math.max(0, Math.min(VIEWERS_KEPT, Math.trunc(max)))
