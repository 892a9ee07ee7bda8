import { lifetime } from './lifetime.js'
import type { Toast } from './toast.js'

/**
 *     waiting ──▶ shown ──▶ leaving ──▶ gone
 *        └──────────┴─────────────────▶ gone, where there is nothing to be seen of its leaving
 */
export interface Standing {
  /** Tells it from an earlier one of the same id that is still leaving. */
  readonly key: number
  readonly toast: Toast
  readonly state: 'waiting' | 'shown' | 'leaving'
  /** How much longer it stays, in ms, as of the stack's `countedTo`. */
  readonly rest: number
}

/** Why nothing times out at the moment. */
export type Hold = 'hover' | 'focus' | 'hidden'

export interface ToastStack {
  /** In the order in which they came. */
  readonly standings: readonly Standing[]
  readonly holds: ReadonlySet<Hold>
  readonly countedTo: number
  readonly nextKey: number
  readonly max: number
}

export type ToastEvent =
  | { readonly type: 'add'; readonly toast: Toast }
  | { readonly type: 'dismiss'; readonly id: string }
  | { readonly type: 'dismissAll' }
  | { readonly type: 'hold'; readonly hold: Hold; readonly on: boolean }
  | { readonly type: 'time' }
  /** Its exit is over. */
  | { readonly type: 'exited'; readonly key: number }
  | { readonly type: 'resize'; readonly max: number }

export const emptyStack = (max: number, now: number): ToastStack => ({
  standings: [],
  holds: new Set(),
  countedTo: now,
  nextKey: 1,
  max,
})

export function step(before: ToastStack, event: ToastEvent, now: number): ToastStack {
  return promote(act(elapse(before, now), event))
}

/** Those that go in this step: dismissed, timed out, or cleared while they waited. */
export function goneBetween(before: ToastStack, after: ToastStack): readonly Toast[] {
  const stay = new Set(after.standings.filter(isStaying).map(({ key }) => key))
  return before.standings.filter((one) => isStaying(one) && !stay.has(one.key)).map(({ toast }) => toast)
}

export const isStaying = ({ state }: Standing): boolean => state !== 'leaving'

/** When the next one is to go, if nothing happens until then; `null`: none is. */
export function nextAt({ standings, holds, countedTo }: ToastStack): number | null {
  if (holds.size > 0) return null
  const rests = standings.filter(({ state }) => state === 'shown').map(({ rest }) => rest)
  const least = Math.min(...rests)
  return Number.isFinite(least) ? countedTo + least : null
}

/** Only time that passes unheld, for a toast that is shown, is counted. */
function elapse(stack: ToastStack, now: number): ToastStack {
  const passed = stack.holds.size > 0 ? 0 : Math.max(0, now - stack.countedTo)
  const standings = stack.standings.map((one): Standing => {
    if (one.state !== 'shown') return one
    const rest = one.rest - passed
    return rest > 0 ? { ...one, rest } : { ...one, rest: 0, state: 'leaving' }
  })
  return { ...stack, standings, countedTo: now }
}

function act(stack: ToastStack, event: ToastEvent): ToastStack {
  const { standings } = stack
  switch (event.type) {
    case 'add': {
      const { toast } = event
      const isSame = (one: Standing) => one.toast.id === toast.id && isStaying(one)
      const rest = lifetime(toast)
      if (!standings.some(isSame)) {
        const added: Standing = { key: stack.nextKey, toast, state: 'waiting', rest }
        return { ...stack, standings: [...standings, added], nextKey: stack.nextKey + 1 }
      }
      return { ...stack, standings: standings.map((one) => (isSame(one) ? { ...one, toast, rest } : one)) }
    }
    case 'dismiss':
      return { ...stack, standings: leave(standings, ({ toast }) => toast.id === event.id) }
    case 'dismissAll':
      return { ...stack, standings: leave(standings, () => true) }
    case 'hold': {
      const holds = new Set(stack.holds)
      if (event.on) holds.add(event.hold)
      else holds.delete(event.hold)
      return { ...stack, holds }
    }
    case 'exited':
      return { ...stack, standings: standings.filter(({ key, state }) => key !== event.key || state !== 'leaving') }
    case 'resize':
      return { ...stack, max: event.max }
    case 'time':
      return stack
    default:
      return event satisfies never
  }
}

/** Who waits was not seen, and is gone at once. */
const leave = (standings: readonly Standing[], isMeant: (one: Standing) => boolean): readonly Standing[] =>
  standings
    .filter((one) => one.state !== 'waiting' || !isMeant(one))
    .map((one) => (one.state === 'shown' && isMeant(one) ? { ...one, state: 'leaving' } : one))

/** The oldest that wait take the places that are free. One that is leaving still has its own. */
function promote(stack: ToastStack): ToastStack {
  let free = stack.max - stack.standings.filter(({ state }) => state !== 'waiting').length
  const standings = stack.standings.map((one): Standing => {
    if (one.state !== 'waiting' || free <= 0) return one
    free -= 1
    return { ...one, state: 'shown' }
  })
  return { ...stack, standings }
}
