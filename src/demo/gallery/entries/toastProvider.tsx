import { ToastProvider, useToast } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { notice } from '../stage/notices.js'
import { scenes } from '../stage/scenes.js'

function App() {
  return (
    <ToastProvider>
      <Buttons />
    </ToastProvider>
  )
}

function Buttons() {
  const { toast } = useToast()
  const undo = { label: 'Undo', onPress: () => toast({ level: 'success', title: 'It is back' }) }
  const remove = () => toast({ level: 'warning', title: 'The pitch is deleted', actions: [undo] })
  const send = () => toast({ level: 'error', title: 'It could not be sent', message: 'Try again later.' })
  return (
    <div className="buttons">
      <button type="button" onClick={remove}>
        Delete
      </button>
      <button type="button" onClick={send}>
        Send
      </button>
    </div>
  )
}

/** With the gallery's play switch, notifications come in, and are toasts. */
const arrives = (beat: number, now: number) =>
  beat % 4 === 1
    ? {
        topic: 'notifications:me',
        type: 'notification',
        data: { notification: notice(beat, { read: false, at: now }), unreadCount: beat },
      }
    : null

export const toastProvider: Entry = {
  name: 'ToastProvider',
  about: 'Short messages in a corner, and the notifications that come in. An error stays until somebody has seen it.',
  examples: { App, Buttons },
  cards: [{ title: 'Live', scene: () => scenes.live({}, arrives), opens: true }],
}
