import { createContext, useContext } from 'react'
import type { PitcheyLive } from './pitchey.js'

export const LiveContext = createContext<PitcheyLive | null>(null)

/** The engine of the `WebSocketProvider` above. */
export function useLive(): PitcheyLive {
  const live = useContext(LiveContext)
  if (!live) throw new Error('pitchey-live: render this below a <WebSocketProvider>')
  return live
}
