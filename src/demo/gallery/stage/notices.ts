import type { Notification } from 'pitchey-live'

type Content = Omit<Notification, 'id' | 'createdAt' | 'read'>

const CONTENTS: readonly [Content, ...Content[]] = [
  {
    kind: 'pitch.view',
    level: 'info',
    title: 'Ben viewed Midnight Harvest',
    message: 'He stayed for four minutes.',
    link: '/pitch/2',
  },
  {
    kind: 'deal.signed',
    level: 'success',
    title: 'The option on Seven Kinds of Rain is signed',
    message: 'Both sides have their copies.',
  },
  {
    kind: 'deal.offer',
    level: 'warning',
    title: 'An offer ends tomorrow',
    message: 'Northlight Films waits for an answer about The Lighthouse Keeper’s Daughter.',
    actions: [
      { label: 'Review', url: '/pitch/1', style: 'primary' },
      { label: 'Later', event: 'later', style: 'secondary' },
    ],
  },
  {
    kind: 'payment.failed',
    level: 'error',
    title: 'A payment could not be made',
    message: 'The card of the production account has expired.',
    link: 'https://example.com/billing',
  },
]

const MINUTE_MS = 60_000

/** The nth notification ever; a later one is newer. */
export function notice(
  n: number,
  { read, at = NOW - (1_000 - (n % 1_000)) * 7 * MINUTE_MS }: { read: boolean; at?: number },
): Notification {
  const content = CONTENTS[n % CONTENTS.length] ?? CONTENTS[0]
  return { ...content, id: `notice-${n}`, createdAt: new Date(at).toISOString(), read }
}

/** When the page was opened: what scenes tell of lies before. */
const NOW = Date.now()

/** The newest `shown` of `count`, of which the first `unread` are unread, as a snapshot holds them. */
export function noticeList(count: number, { unread, shown = 50 }: { unread: number; shown?: number }) {
  const length = Math.min(count, shown)
  const items = Array.from({ length }, (_, n) =>
    notice(count - n, { read: n >= unread, at: NOW - (n * n * 11 + 1) * MINUTE_MS }),
  )
  return { items, unreadCount: unread, nextCursor: count > length ? (items.at(-1)?.id ?? null) : null }
}
