import type { streams } from 'pitchey-live'
import type { Happening } from './scene.js'
import type { Heard } from './stageSocket.js'
import type { Topics } from './topics.js'

/** What a command leads to; `null`: to nothing that anybody is told. */
export function decide({ type, data }: Heard, topics: Topics): Happening | null {
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
    default:
      // A view of one's own counts nothing, and who watches is what the scene says.
      return null
  }
}
