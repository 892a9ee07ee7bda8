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
}

export type BurstEvent =
  /** `hidden`: nobody sees what came before, however long ago. */
  | { readonly type: 'news'; readonly news: readonly Notification[]; readonly hidden: boolean }
  | { readonly type: 'gone'; readonly id: string }
  /** The toast that spoke for several is gone. */
  | { readonly type: 'ended' }

export const NO_BURST: Burst = { single: [], together: [] }

const WINDOW_MS = 2_000
/** As many have toasts of their own. */
const FEW = 3

export function stepBurst(burst: Burst, event: BurstEvent, now: number): Burst {
  const { single, together } = burst
  switch (event.type) {
    case 'news': {
      const isRecent = ({ at }: Arrived) => event.hidden || now - at <= WINDOW_MS
      const recent = single.filter(isRecent)
      const all = [...recent, ...event.news.map((notification) => ({ notification, at: now }))]
      const older = single.filter((one) => !isRecent(one))
      if (all.length <= FEW) return { single: [...older, ...all], together }
      return { single: older, together: [...together, ...all.map(({ notification }) => notification)] }
    }
    case 'gone':
      return { single: single.filter(({ notification }) => notification.id !== event.id), together }
    case 'ended':
      return { single, together: [] }
    default:
      return event satisfies never
  }
}
