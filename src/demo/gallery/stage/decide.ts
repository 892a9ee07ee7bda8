import type { Notification } from 'pitchey-live'
import type { Happening } from './scene.js'
import type { Heard } from './stageSocket.js'
import type { Topics } from './topics.js'

/** What a command leads to; `null`: to nothing that anybody is told. */
export function decide({ type, data }: Heard, topics: Topics): Happening | null {
  const topic = 'notifications:me'
  switch (type) {
    case 'notification_read': {
      const { ids } = data as { readonly ids: 'all' | readonly string[] }
      const { items } = topics.at(topic).data as { readonly items: readonly Notification[] }
      const left = ids === 'all' ? [] : items.filter(({ id, read }) => !read && !ids.includes(id))
      return { topic, type, data: { ids, unreadCount: left.length } }
    }
    case 'notification_clear':
      return { topic, type: 'notification_cleared', data: { unreadCount: 0 } }
    default:
      // A view of one's own counts nothing, and who watches is what the scene says.
      return null
  }
}
