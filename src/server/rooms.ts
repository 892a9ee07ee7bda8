import type { Param, User } from '../protocol/stream.js'
import type { Clock } from './clock.js'
import { createPace } from './pace.js'

/** Who is where right now, as their sockets say: kept in memory, once per user, told at most four times a second. */
export interface Rooms<Key extends Param> {
  readonly enter: (key: Key, user: User, socket: string) => void
  readonly leave: (key: Key, user: User, socket: string) => void
  /** The socket is gone. Most come back at once, so its user stays for a moment. */
  readonly ended: (socket: string) => void
  /** Those may not be there any more who are not `admitted`. */
  readonly expel: (key: Key, admitted: (userId: number) => boolean) => void
  readonly people: (key: Key) => readonly User[]
  readonly stop: () => void
}

/** How long somebody is still there whose last socket broke. */
const GRACE_MS = 10_000
const PUBLISH_GAP_MS = 250

interface Guest {
  user: User
  readonly sockets: Set<string>
  cancelGrace: (() => void) | null
}

/** @param publish tells who is there; asked only when it is others than were told last, or by other names */
export function createRooms<Key extends Param>(
  clock: Clock,
  publish: (key: Key, people: readonly User[]) => void,
): Rooms<Key> {
  const rooms = new Map<Key, { readonly guests: Map<number, Guest>; told: string }>()
  const enteredBy = new Map<string, { readonly userId: number; readonly keys: Set<Key> }>()

  const people = (key: Key): readonly User[] => [...(rooms.get(key)?.guests.values() ?? [])].map(({ user }) => user)

  /** At once, then after a gap the last value. */
  const pace = createPace<Key>({
    clock,
    gapMs: PUBLISH_GAP_MS,
    edge: 'leading',
    say(key) {
      const room = rooms.get(key)
      if (!room) return false
      if (room.guests.size === 0) rooms.delete(key)
      const now = people(key).map(({ userId, username }) => `${userId} ${username}`)
      if (now.join('\n') === room.told) return false
      room.told = now.join('\n')
      publish(
        key,
        [...room.guests.values()].map(({ user }) => user),
      )
      return true
    },
  })

  function go(key: Key, userId: number): void {
    const guests = rooms.get(key)?.guests
    guests?.get(userId)?.cancelGrace?.()
    if (guests?.delete(userId)) pace.touch(key)
  }

  function end(key: Key, userId: number, socket: string, graceMs: number): void {
    const guest = rooms.get(key)?.guests.get(userId)
    if (!guest?.sockets.delete(socket) || guest.sockets.size > 0) return
    if (graceMs === 0) go(key, userId)
    else guest.cancelGrace = clock.after(graceMs, () => go(key, userId))
  }

  return {
    enter(key, user, socket) {
      const entered = enteredBy.get(socket) ?? { userId: user.userId, keys: new Set() }
      enteredBy.set(socket, entered)
      entered.keys.add(key)
      const room = rooms.get(key) ?? { guests: new Map<number, Guest>(), told: '' }
      rooms.set(key, room)
      const guest = room.guests.get(user.userId) ?? { user, sockets: new Set(), cancelGrace: null }
      guest.cancelGrace?.()
      guest.cancelGrace = null
      guest.user = user
      guest.sockets.add(socket)
      room.guests.set(user.userId, guest)
      pace.touch(key)
    },
    leave(key, { userId }, socket) {
      enteredBy.get(socket)?.keys.delete(key)
      end(key, userId, socket, 0)
    },
    ended(socket) {
      const entered = enteredBy.get(socket)
      enteredBy.delete(socket)
      for (const key of entered?.keys ?? []) end(key, entered?.userId ?? 0, socket, GRACE_MS)
    },
    expel(key, admitted) {
      for (const { userId } of people(key)) if (!admitted(userId)) go(key, userId)
    },
    people,
    stop() {
      pace.stop()
      for (const { guests } of rooms.values()) for (const { cancelGrace } of guests.values()) cancelGrace?.()
    },
  }
}
