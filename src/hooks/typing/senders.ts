import { createSender, type Sender } from './sender.js'
import type { PitcheyLive } from '../../contexts/pitchey.js'
import { systemClock } from '../../live/clock.js'
import { pageEnvironment } from '../../live/environment.js'

const senders = new WeakMap<PitcheyLive, Sender>()

/** The one that says where this engine's user is typing. */
export function senderOf(live: PitcheyLive): Sender {
  const known = senders.get(live)
  if (known) return known
  const say = (conversationId: number | string, isTyping: boolean) =>
    void live.send('typing', { conversationId, isTyping })
  const sender = createSender({ say, clock: systemClock, environment: pageEnvironment })
  senders.set(live, sender)
  return sender
}
