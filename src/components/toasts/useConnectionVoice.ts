'use client'

import { useEffect, useRef } from 'react'
import type { ShellLabels } from '../shell/shellLabels.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { useWebSocket } from '../../hooks/useWebSocket.js'
import type { ConnectionStatus } from '../../live/index.js'
import { systemClock } from '../../live/clock.js'

/** Whoever flaps meanwhile has lost nothing worth telling. */
const GRACE_MS = 5_000

/** `null`: not wanted, or not there yet, which is no loss. */
export function standingOf({ state, attempt }: Pick<ConnectionStatus, 'state' | 'attempt'>): 'up' | 'down' | null {
  switch (state) {
    case 'connected':
      return 'up'
    case 'connecting':
      return null
    case 'offline':
      // Nobody tries: signed out, or disconnected by hand.
      return attempt === undefined ? null : 'down'
    case 'reconnecting':
    case 'halted':
      return 'down'
    default:
      return state satisfies never
  }
}

/** Says that the connection is lost, and that it is back, each once it has been so for a while. */
export function useConnectionVoice(shell: ShellLabels, isOn: boolean): void {
  const { say } = useAnnouncer()
  const { connectionStatus } = useWebSocket()
  const standing = standingOf(connectionStatus)
  const told = useRef<'up' | null | 'down'>(null)
  const { connectionLost, connectionBack } = shell

  useEffect(() => {
    if (!isOn || standing === null) return void (told.current = null)
    // Who comes when it is down already has seen nothing get lost.
    if (told.current === null && standing === 'up') told.current = 'up'
    if (told.current === null || told.current === standing) return undefined
    return systemClock.after(GRACE_MS, () => {
      told.current = standing
      say(standing === 'up' ? connectionBack : connectionLost)
    })
  }, [isOn, standing, connectionLost, connectionBack, say])
}
