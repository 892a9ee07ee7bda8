'use client'

import { useMemo, useSyncExternalStore } from 'react'
import { statusOnServer, useLive } from '../contexts/live.js'
import type { PitcheyCommands } from '../contexts/pitchey.js'
import type { Sent } from '../live/index.js'

/** One command, e.g. `{ type: 'pitch_view', data: { pitchId: 42 } }`. */
export type PitcheyMessage = {
  [T in keyof PitcheyCommands]: { readonly type: T; readonly data: PitcheyCommands[T] }
}[keyof PitcheyCommands]

/** The connection: how it stands, and how to speak through it. For data, prefer the hook of that data. */
export function useWebSocket() {
  const live = useLive()
  const status = useSyncExternalStore(live.subscribe, live.getStatus, statusOnServer)
  const speak = useMemo(
    () => ({
      /** Queued while there is no connection. `acked` settles with the server's answer. @throws OutboxFullError */
      sendMessage: ({ type, data }: PitcheyMessage): Sent => live.send(type, data),
      connect: live.connect,
      disconnect: live.disconnect,
    }),
    [live],
  )
  return {
    isConnected: status.connection.state === 'connected',
    connectionStatus: status.connection,
    queueStatus: status.queue,
    latency: status.latency,
    /** When REST last answered in place of the stream (ms since 1970); `null` while live, or when it does not answer. */
    polledAt: status.polledAt,
    ...speak,
  }
}
