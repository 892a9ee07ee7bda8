import type { Happening, Known } from './scene.js'

type Present = NonNullable<Known['presence']>
type Person = Present['users'][number]

const MINUTE_MS = 60_000
const NAMES = [
  'Ben',
  'Cara',
  'Mónica Özdemir',
  'ليلى حداد',
  'Anneliese von Hohenfels-Wartenberg',
  '田中 美咲',
  'Jonas',
  'Ines Duarte',
] as const
const HOWS: readonly Pick<Person, 'status' | 'activity'>[] = [
  { status: 'online', activity: 'Reading scripts' },
  { status: 'dnd', activity: 'On the phone' },
  { status: 'online' },
  { status: 'away' },
]

/** Of several of one name, each has a number. */
const nameOf = (n: number) => {
  const name = NAMES[n % NAMES.length] ?? ''
  return n < NAMES.length ? name : `${name} ${Math.floor(n / NAMES.length) + 1}`
}

/** The nth of them, who has the id `n + 2`. */
const person = (n: number, seen: number, how = HOWS[n % HOWS.length] ?? ({ status: 'online' } as const)): Person => ({
  userId: n + 2,
  username: nameOf(n),
  ...how,
  lastSeen: new Date(seen).toISOString(),
})

/** So many people, of whom each is in a way of their own. */
export const present = (count: number, now: number = Date.now()): Present => ({
  users: Array.from({ length: count }, (_, n) => person(n, now)),
})

/** Ben alone, in some way; one who is offline left five minutes ago. */
export function alone(how: Pick<Person, 'status' | 'activity' | 'idle'>, now: number = Date.now()): Present {
  const ben = person(0, now - (how.status === 'online' ? 0 : 5 * MINUTE_MS), how)
  return how.status === 'offline' ? { users: [], left: [ben] } : { users: [ben] }
}

/** One goes, and another beat later comes back: in turn all of `count`. */
export const comeAndGo =
  (count: number) =>
  (beat: number, now: number): Happening => {
    const isGoing = beat % 2 === 1
    const who = Math.floor((beat - 1) / 2) % count
    const data = person(who, now, isGoing ? { status: 'offline' } : undefined)
    return { topic: 'presence:all', type: 'presence_update', data }
  }

/** A user of a page, and what the server knows of them and of so many others. */
export const self = (userId: number, how: Pick<Person, 'status' | 'activity'>, others = 0): Known => {
  const user = { userId, username: 'Ana' }
  const me = { ...user, ...how, lastSeen: new Date().toISOString() }
  return { user, presence: { users: [me, ...present(others).users] } }
}

const typist = (n: number) => ({ userId: n + 2, username: nameOf(n) })

/** So many who write in conversation 1. */
export const writing = (count: number): Known => ({
  typing: { users: Array.from({ length: count }, (_, n) => typist(n)) },
})

/** One after the other begins, and stops as they began. */
export const beginAndStop = (beat: number): Happening => {
  const most = 4
  const turn = (beat - 1) % (most * 2)
  const data = { conversationId: 1, ...typist(turn % most), isTyping: turn < most }
  return { topic: 'typing:1', type: 'typing', data }
}
