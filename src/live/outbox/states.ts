import type { Budget } from './budget.js'
import type { Sent } from './command.js'
import type { Cancel, Clock } from '../clock.js'
import type { Param } from '../../protocol/stream.js'

/**
 * Desired state: how this page wants things to be, said again after each connect and never stored. The last one wins; what
 * there is no room for in the budget is said when there is, if it still holds then.
 */
export interface States {
  /** @param ends it says that there is nothing to be wanted any more: said once, and forgotten */
  readonly set: (type: string, param: Param, data: unknown, ends: boolean) => Sent
  readonly linkUp: () => void
  readonly linkDown: () => void
  /** Also when the engine is disposed of. */
  readonly clear: () => void
}

export interface StatesOptions {
  readonly clock: Clock
  readonly budget: Budget
  readonly send: (message: { type: string; data: unknown }) => void
  readonly isLive: () => boolean
}

interface State {
  readonly type: string
  readonly data: unknown
}

export function createStates({ clock, budget, send, isLive }: StatesOptions): States {
  const wanted = new Map<string, State>()
  let unsaid = new Map<string, State>()
  /** What stands at the server: said over this link, and not ended. */
  const said = new Set<string>()
  let cancelTimer: Cancel | null = null

  const say = () => {
    cancelTimer?.()
    cancelTimer = null
    for (const [key, state] of unsaid) {
      if (!budget.take('state')) {
        cancelTimer = clock.after(budget.freeAt('state') - clock.now(), say)
        return
      }
      unsaid.delete(key)
      if (wanted.has(key)) said.add(key)
      else said.delete(key)
      send(state)
    }
  }
  const forget = () => {
    unsaid.clear()
    said.clear()
    cancelTimer?.()
    cancelTimer = null
  }
  return {
    set: (type, param, data, ends) => {
      const key = `${type}:${param}`
      const state = { type, data }
      wanted.delete(key)
      if (!ends) wanted.set(key, state)
      unsaid.delete(key)
      // Nothing stands that it could end.
      const isNeedless = ends && !said.has(key)
      if (isLive() && !isNeedless) {
        unsaid.set(key, state)
        say()
      }
      return { id: key, queued: false, acked: Promise.resolve({}) }
    },
    linkUp: () => {
      unsaid = new Map(wanted)
      say()
    },
    // With the socket ends whatever was said on it.
    linkDown: forget,
    clear: () => {
      wanted.clear()
      forget()
    },
  }
}
