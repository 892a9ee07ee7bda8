import { NotificationDropdown } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { notice, noticeList } from '../stage/notices.js'
import { scenes } from '../stage/scenes.js'

function Bell() {
  return <NotificationDropdown onNavigate={(url) => console.info('to', url)} />
}

const FEW = { notifications: noticeList(6, { unread: 3 }) }

/** Another notification comes in, on top of those that there were. */
const arrives = (count: number, unread: number) => (beat: number, now: number) => ({
  topic: 'notifications:me',
  type: 'notification',
  data: { notification: notice(count + beat, { read: false, at: now }), unreadCount: unread + beat },
})

export const notificationDropdown: Entry = {
  name: 'NotificationDropdown',
  about: 'A bell that counts what is unread, and the list behind it. Press the bells.',
  examples: { Bell },
  cards: [
    { title: 'Loading', scene: scenes.loading, opens: true },
    { title: 'Empty', scene: () => scenes.empty(arrives(0, 0)), opens: true },
    {
      title: 'Error',
      scene: () => scenes.error(FEW, arrives(6, 3)),
      hint: 'The server fails until Retry is pressed.',
      opens: true,
    },
    { title: 'Offline', scene: () => scenes.offline(FEW), opens: true },
    { title: 'Polling', scene: () => scenes.polling(FEW), opens: true },
    { title: 'Live', scene: () => scenes.live(FEW, arrives(6, 3)), opens: true },
    {
      title: '99+',
      scene: () => scenes.live({ notifications: noticeList(150, { unread: 120 }), older: 150 }, arrives(150, 120)),
      hint: 'The name of the bell says how many there are.',
      opens: true,
    },
    {
      title: '10,000 notifications',
      scene: () =>
        scenes.live({ notifications: noticeList(10_000, { unread: 12 }), older: 10_000 }, arrives(10_000, 12)),
      opens: true,
    },
  ],
}
