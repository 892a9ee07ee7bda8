/**
 * Somewhere that outlives the page, e.g. IndexedDB. Values are what `structuredClone` takes. Any call may reject: a store
 * may be refused, full, or deleted beneath us.
 */
export interface Store {
  readonly get: (key: string) => Promise<unknown>
  readonly set: (key: string, value: unknown) => Promise<void>
  readonly keys: () => Promise<readonly string[]>
  readonly delete: (keys: readonly string[]) => Promise<void>
}

/** A store that several pages write to at a time, without undoing each other's work. */
export interface SharedStore extends Store {
  /**
   * Reads one value and does what `change` makes of it, all in one step: no other page comes between, and a step that
   * fails, `change` throwing included, leaves everything as it was.
   */
  readonly update: (key: string, change: (value: unknown, step: Step) => void) => Promise<void>
}

/** What is done within a step; only while `change` runs. */
export interface Step {
  readonly set: (key: string, value: unknown) => void
  readonly delete: (key: string) => void
}
