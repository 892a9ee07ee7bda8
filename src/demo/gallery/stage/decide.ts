import type { streams } from 'pitchey-live'
import type { Happening, Known } from './scene.js'
import type { Heard } from './stageSocket.js'
import type { Topics } from './topics.js'

/** What a command leads to; `null`: to nothing that anybody is told. */
export function decide({ type, data }: Heard, topics: Topics, user: Known['user']): Happening | null {
  const topic = 'notifications:me'
  const { items, unreadCount } = topics.at(topic).data as ReturnType<typeof streams.notifications.initial>
  switch (type) {
    case 'notification_read': {
      const { ids } = data as { readonly ids: 'all' | readonly string[] }
      const changed = items.filter(({ id, read }) => !read && (ids === 'all' || ids.includes(id)))
      return { topic, type, data: { ids, unreadCount: ids === 'all' ? 0 : unreadCount - changed.length } }
    }
    case 'notification_unread': {
      const { ids } = data as { readonly ids: readonly string[] }
      const changed = items.filter(({ id, read }) => read && ids.includes(id))
      return { topic, type, data: { ids, unreadCount: unreadCount + changed.length } }
    }
    case 'notification_restore':
      return { topic, type: 'notification_restored', data: topics.before(topic) }
    case 'notification_clear':
      return { topic, type: 'notification_cleared', data: { unreadCount: 0 } }
    case 'presence_update':
      return user ? shown(user, data as Statement, topics) : null
    default:
      // A view of one's own counts nothing, and who watches is what the scene says.
      return null
  }
}

type Present = ReturnType<typeof streams.presence.initial>
type Person = Present['users'][number]
interface Statement {
  readonly status?: Person['status']
  readonly activity?: string
  readonly until?: string
}

/** How a user is shown after they said how they are; what they chose stands until they choose something else. */
function shown(user: NonNullable<Known['user']>, { status, activity, until }: Statement, topics: Topics): Happening {
  const topic = 'presence:all'
  const { users, left = [] } = topics.at(topic).data as Present
  const before = [...users, ...left].find(({ userId }) => userId === user.userId)
  const chosen = status === undefined ? activityOf(before?.activity) : activityOf(activity)
  const lastSeen = new Date().toISOString()
  const end = status === undefined ? before?.until : until
  const ends = end === undefined ? {} : { until: end }
  const data = { ...user, status: status ?? before?.status ?? 'online', ...chosen, ...ends, lastSeen }
  return { topic, type: 'presence_update', data }
}

const activityOf = (activity: string | undefined) => (activity ? { activity } : {})
