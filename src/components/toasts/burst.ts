import type { Notification } from '../../protocol/streams/notifications.js'

interface Arrived {
  readonly notification: Notification
  readonly at: number
}

/** Which notifications came together, so that one toast speaks for them. */
export interface Burst {
  /** Those with a toast of their own. */
  readonly single: readonly Arrived[]
  /** Those that one toast speaks for. */
  readonly together: readonly Notification[]
  /** When the last of those came. */
  readonly lastAt: number
}

export type BurstEvent =
  /** `hidden`: nobody sees what came before, however long ago. */
  | { readonly type: 'news'; readonly news: readonly Notification[]; readonly hidden: boolean }
  | { readonly type: 'gone'; readonly id: string }
  /** The toast that spoke for several is gone. */
  | { readonly type: 'ended' }

export const NO_BURST: Burst = { single: [], together: [], lastAt: 0 }

const WINDOW_MS = 2_000
/** As many have toasts of their own. */
const FEW = 3

export function stepBurst(burst: Burst, event: BurstEvent, now: number): Burst {
  const { single, together } = burst
  switch (event.type) {
    case 'news': {
      const isRecent = ({ at }: Pick<Arrived, 'at'>) => event.hidden || now - at <= WINDOW_MS
      const recent = single.filter(isRecent)
      const all = [...recent, ...event.news.map((notification) => ({ notification, at: now }))]
      const older = single.filter((one) => !recent.includes(one))
      const goesOn = together.length > 0 && isRecent({ at: burst.lastAt })
      if (!goesOn && all.length <= FEW) return { ...burst, single: [...older, ...all] }
      return { single: older, together: [...together, ...all.map(({ notification }) => notification)], lastAt: now }
    }
    case 'gone':
      return { ...burst, single: single.filter(({ notification }) => notification.id !== event.id) }
    case 'ended':
      return { ...burst, together: [] }
    default:
      return event satisfies never
  }
}
