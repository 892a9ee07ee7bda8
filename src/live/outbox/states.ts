import type { Budget } from './budget.js'
import type { Sent } from './command.js'
import type { Cancel, Clock } from '../clock.js'
import type { Param } from '../../protocol/stream.js'

/**
 * Desired state: how this page wants things to be, said again after each connect and never stored. The last one wins; what
 * there is no room for in the budget is said when there is, if it still holds then.
 */
export interface States {
  readonly set: (type: string, param: Param, wish: Wish) => Sent
  readonly linkUp: () => void
  readonly linkDown: () => void
  /** Also when the engine is disposed of. */
  readonly clear: () => void
}

export interface Wish {
  readonly data: unknown
  /** What is said in its place once it was said before. */
  readonly again: unknown
  /** It says that there is nothing to be wanted any more: said once, and forgotten. */
  readonly ends: boolean
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
  readonly again: unknown
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
      if (wanted.has(key)) {
        said.add(key)
        wanted.set(key, { ...state, data: state.again })
      } else said.delete(key)
      send({ type: state.type, data: state.data })
    }
  }
  const forget = () => {
    unsaid.clear()
    said.clear()
    cancelTimer?.()
    cancelTimer = null
  }
  return {
    set: (type, param, { data, again, ends }) => {
      const key = `${type}:${param}`
      const state = { type, data, again }
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
