'use client'

import { useMemo, useSyncExternalStore } from 'react'
import { createReader, type ConnectionView } from './reader.js'
import { statusOnServer, useLive } from '../contexts/live.js'
import type { PitcheyCommands } from '../contexts/pitchey.js'
import type { Sent } from '../live/index.js'

/** One command, e.g. `{ type: 'pitch_view', data: { pitchId: 42 } }`. */
export type PitcheyMessage = {
  [T in keyof PitcheyCommands]: { readonly type: T; readonly data: PitcheyCommands[T] }
}[keyof PitcheyCommands]

export interface WebSocketView extends ConnectionView {
  /** Queued while there is no connection. `acked` settles with the server's answer. @throws OutboxFullError */
  readonly sendMessage: (message: PitcheyMessage) => Sent
  /** Dials now, also after `disconnect()` or a halt. */
  readonly connect: () => void
  readonly disconnect: () => void
}

/**
 * The connection: how it stands, and how to speak through it. A component renders again only when something has changed
 * that it reads from the result. For data, prefer the hook of that data.
 */
export function useWebSocket(): WebSocketView {
  const live = useLive()
  const { reader, read, speak } = useMemo(() => {
    const reader = createReader()
    return {
      reader,
      read: () => reader.read(live.getStatus()),
      speak: {
        sendMessage: ({ type, data }: PitcheyMessage): Sent => live.send(type, data),
        connect: live.connect,
        disconnect: live.disconnect,
      },
    }
  }, [live])
  const status = useSyncExternalStore(live.subscribe, read, statusOnServer)
  const isServers = status === statusOnServer()
  return Object.assign(
    reader.view(status, () => (isServers ? status : live.getStatus())),
    speak,
  )
}
