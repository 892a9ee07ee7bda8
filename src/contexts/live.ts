import { createContext, useContext } from 'react'
import type { PitcheyLive } from './pitchey.js'
import type { LiveStatus } from '../live/index.js'
import { OUTBOX_LIMIT } from '../protocol/limits.js'

export const LiveContext = createContext<PitcheyLive | null>(null)

/**
 * What a page says of its connection that a server rendered, and therefore what the browser says while it makes that page
 * its own, however things stand by then.
 */
const STATUS_ON_SERVER: LiveStatus = {
  connection: { state: 'connecting', since: 0 },
  queue: { queued: 0, rateLimited: false, max: OUTBOX_LIMIT },
  latency: null,
  quality: 'unknown',
  polledAt: null,
  user: null,
}
export const statusOnServer = (): LiveStatus => STATUS_ON_SERVER

/** The engine of the `WebSocketProvider` above. */
export function useLive(): PitcheyLive {
  const live = useContext(LiveContext)
  if (!live) throw new Error('pitchey-live: render this below a <WebSocketProvider>')
  return live
}
