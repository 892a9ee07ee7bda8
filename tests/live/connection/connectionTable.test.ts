/** The connection's whole table, walked at random until every cell of it has been seen. */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  initialConnection,
  step,
  type Connection,
  type ConnectionEvent,
  type Effect,
} from '../../../src/live/connection/connection.js'
import { wakeAt } from '../../../src/live/connection/deadline.js'

type State = Connection['state']
/** Closes by what is done about them; everything else by its name. */
type Told = Exclude<ConnectionEvent['event'], 'closed'> | 'retry' | 'slow' | 'refresh' | 'halt'

const EVENTS: readonly Told[] = [
  ...(['start', 'stop', 'identity', 'authorized', 'signedOut', 'authorizingFailed', 'opened', 'welcomed'] as const),
  ...(['progressed', 'recovered', 'heard', 'woke', 'hid', 'froze', 'thawed', 'tick'] as const),
  ...(['retry', 'slow', 'refresh', 'halt'] as const),
]
const CODES = { retry: [1000, 1006, 1012, 4410], slow: [1008, 1013, 4429], refresh: [4401], halt: [4403, 4409, 4600] }

/** Where each event may lead from each state; where none is named, nothing happens. */
const TABLE: Record<State, Partial<Record<Told, readonly State[]>>> = {
  idle: { start: ['authorizing'], identity: ['idle', 'authorizing'], froze: ['dormant'] },
  authorizing: {
    stop: ['idle'],
    authorized: ['connecting'],
    signedOut: ['idle'],
    authorizingFailed: ['waiting'],
    woke: ['authorizing', 'waiting'],
    tick: ['authorizing', 'waiting'],
    froze: ['dormant'],
  },
  connecting: {
    stop: ['idle'],
    identity: ['authorizing'],
    opened: ['handshaking'],
    welcomed: ['recovering'],
    woke: ['connecting', 'waiting'],
    tick: ['connecting', 'waiting'],
    froze: ['dormant'],
    retry: ['waiting'],
    slow: ['waiting'],
    refresh: ['authorizing', 'waiting', 'halted'],
    halt: ['halted'],
  },
  handshaking: {
    stop: ['idle'],
    identity: ['authorizing'],
    welcomed: ['recovering'],
    woke: ['handshaking', 'waiting'],
    tick: ['handshaking', 'waiting'],
    froze: ['dormant'],
    retry: ['waiting'],
    slow: ['waiting'],
    refresh: ['authorizing', 'waiting', 'halted'],
    halt: ['halted'],
  },
  recovering: {
    stop: ['idle'],
    identity: ['authorizing'],
    recovered: ['live'],
    woke: ['suspect'],
    tick: ['recovering', 'live'],
    froze: ['dormant'],
    retry: ['waiting'],
    slow: ['waiting'],
    refresh: ['waiting', 'halted'],
    halt: ['halted'],
  },
  live: {
    stop: ['idle'],
    identity: ['authorizing'],
    woke: ['suspect'],
    tick: ['live', 'suspect'],
    froze: ['dormant'],
    retry: ['waiting'],
    slow: ['waiting'],
    refresh: ['authorizing', 'waiting', 'halted'],
    halt: ['halted'],
  },
  suspect: {
    stop: ['idle'],
    identity: ['authorizing'],
    heard: ['live', 'recovering'],
    tick: ['suspect', 'authorizing', 'waiting'],
    froze: ['dormant'],
    retry: ['waiting'],
    slow: ['waiting'],
    refresh: ['authorizing', 'waiting', 'halted'],
    halt: ['halted'],
  },
  waiting: {
    start: ['waiting', 'authorizing'],
    stop: ['idle'],
    identity: ['waiting', 'authorizing'],
    woke: ['waiting', 'authorizing'],
    tick: ['waiting', 'authorizing'],
    froze: ['dormant'],
  },
  dormant: { thawed: ['idle', 'halted', 'waiting', 'authorizing'] },
  halted: {
    start: ['authorizing'],
    stop: ['idle'],
    identity: ['authorizing'],
    woke: ['halted', 'authorizing'],
    froze: ['dormant'],
  },
}
const UP: readonly Told[] = ['start', 'authorized', 'opened', 'welcomed']
const REFUSED: readonly Told[] = ['start', 'authorized', 'opened', 'refresh', 'authorized', 'opened']
/** Where the walks set out from: most of what is random would never get far. */
const WAYS: readonly (readonly Told[])[] = [
  [],
  ['start'],
  ['start', 'authorized'],
  ['start', 'authorized', 'opened'],
  UP,
  [...UP, 'recovered'],
  [...UP, 'recovered', 'woke'],
  [...UP, 'recovered', 'woke', 'hid'],
  [...UP, 'woke'],
  REFUSED,
  [...REFUSED, 'welcomed'],
  [...REFUSED, 'welcomed', 'recovered'],
  [...REFUSED, 'welcomed', 'recovered', 'woke'],
  [...UP, 'retry'],
  [...UP, 'froze'],
]
const outcomes = (from: State, event: Told): readonly State[] => TABLE[from][event] ?? [from]

const HAVE_SOCKET: ReadonlySet<State> = new Set(['connecting', 'handshaking', 'recovering', 'live', 'suspect'])
const LONGEST_MS = 5 * 60_000

/** What must be true of any walk, whatever the table says. */
interface World {
  connection: Connection
  now: number
  hidden: boolean
  sockets: number
  /** Until when the server asked to be left alone. */
  askedUntil: number
}

/** One event, some time after the last. */
interface Telling {
  readonly told: Told
  readonly code: number
  readonly retryAfterMs: number
  readonly after: number
  readonly chance: number
}

function tellLater(
  { told, code, retryAfterMs, after, chance }: Telling,
  visited: Set<string>,
): fc.Command<object, World> {
  return {
    check: () => true,
    toString: () => `+${after}ms ${told}${retryAfterMs ? `(${code}, ${retryAfterMs})` : ''}`,

    run(_: object, world: World) {
      world.now += after
      if (told === 'hid') world.hidden = true
      if (told === 'woke') world.hidden = false
      const before = world.connection
      const event: ConnectionEvent = Object.hasOwn(CODES, told)
        ? { event: 'closed', code: code, retryAfterMs: retryAfterMs }
        : { event: told as Exclude<ConnectionEvent['event'], 'closed'> } // only closes have codes
      const [next, ...effects] = step(before, event, {
        now: world.now,
        random: () => chance,
        hidden: world.hidden,
      })
      world.connection = next
      visited.add(`${before.state} × ${told} → ${next.state}`)
      must(outcomes(before.state, told).includes(next.state), `${before.state} × ${told} → ${next.state}`)

      const doing = effects.map((effect) => effect.do)
      if (event.event === 'closed') world.sockets = 0
      for (const effect of effects) perform(effect, world)
      must(world.sockets === (HAVE_SOCKET.has(next.state) ? 1 : 0), `${next.state} with ${world.sockets} sockets`)

      if (doing.includes('open')) must(before.state === 'authorizing', 'opened without asking who is signed in')
      if (doing.includes('authorize')) {
        must(next.state === 'authorizing', 'asked for a token without waiting for it')
        must(world.now >= world.askedUntil, 'dialled before the server wants it')
        const unasked = ['tick', 'retry', 'slow', 'refresh', 'heard', 'thawed', 'woke'].includes(told)
        const wanted = before.state === 'dormant' ? before.wanted : before.state !== 'idle' || before.wanted
        must(!unasked || wanted, 'dialled unwanted')
        must(!unasked || before.state !== 'halted' || before.reason === 'too_many_connections', 'dialled while halted')
        must(before.state !== 'dormant' || told === 'thawed', 'dialled while dormant')
        must(!world.hidden || ['start', 'identity', 'tick'].includes(told), 'hurried while hidden')
      }
      const wakes = wakeAt(next)
      if (next.state === 'idle' || next.state === 'halted' || next.state === 'dormant') must(wakes === null, 'no rest')
      else must(wakes !== null && wakes - world.now <= LONGEST_MS + 60_000, 'a deadline that never comes')
      if (next.state === 'waiting' && next !== before) {
        const hurries = world.hidden && before.state !== 'waiting' && next.retryAt - world.now < 30_000
        must(!hurries, 'hurried while hidden')
        world.askedUntil = next.notBefore
      }
      // Whoever turns it off and on, or is somebody else, begins anew.
      if (next.state === 'idle' || next.state === 'halted' || (next.state === 'dormant' && !next.wanted))
        world.askedUntil = 0
    },
  }
}

/** So many are asked that `expect` would take a minute. */
function must(holds: boolean, otherwise: string) {
  if (!holds) throw new Error(otherwise)
}

function perform(effect: Effect, world: World) {
  if (effect.do === 'close') world.sockets = 0
  if (effect.do === 'open') world.sockets += 1
}

it('every event in every state does what the table says, and every outcome of it is reached', () => {
  const visited = new Set<string>()
  const seconds = (from: readonly number[]) => fc.constantFrom(...from.map((n) => n * 1_000))
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const command = fc
    .tuple(fc.constantFrom(...EVENTS), seconds([0, 0, 5, 11, 26, 60, 3_600]), seconds([0, 0, 45]), fc.nat(), chance)
    .map(([event, after, retryAfterMs, nth, luck]) => {
      const codes = Object.hasOwn(CODES, event) ? CODES[event as keyof typeof CODES] : [0]
      return tellLater(
        { told: event, code: codes[nth % codes.length] ?? 0, retryAfterMs, after, chance: luck },
        visited,
      )
    })
  const walks = fc.property(
    fc.constantFrom(...WAYS),
    fc.commands([command], { maxCommands: 16, size: 'max' }),
    (way, commands) => {
      const world = { connection: initialConnection, now: 1_000_000, hidden: false, sockets: 0, askedUntil: 0 }
      for (const told of way) {
        const code = told === 'refresh' ? 4401 : 1006
        tellLater({ told, code, retryAfterMs: 0, after: 0, chance: 0.5 }, visited).run({}, world)
      }
      fc.modelRun(() => ({ model: {}, real: world }), commands)
    },
  )
  fc.assert(walks, { numRuns: 30_000 })

  const states = Object.keys(TABLE) as State[]
  const cells = states.flatMap((state) => EVENTS.map((event) => [state, event] as const))
  const possible = cells.flatMap(([state, event]) =>
    outcomes(state, event).map((next) => `${state} × ${event} → ${next}`),
  )
  const missed = possible.filter((outcome) => !visited.has(outcome))
  console.info(
    `${states.length} states × ${EVENTS.length} events = ${cells.length} pairs with ${possible.length} outcomes, ` +
      `${possible.length - missed.length} of them reached`,
  )
  expect(missed).toEqual([])
})
