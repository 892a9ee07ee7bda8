import type { User } from '../../protocol/stream.js'

export const PEOPLE: ReadonlyMap<string, User> = new Map(
  (
    [
      { userId: 1, username: 'Ana', role: 'creator' },
      { userId: 2, username: 'Ben', role: 'investor' },
      { userId: 3, username: 'Cara', role: 'production' },
      { userId: 99, username: 'Service', role: 'service' },
    ] satisfies User[]
  ).map((user) => [user.username.toLowerCase(), user]),
)

export const PITCHES = [
  { id: 1, ownerId: 1, title: 'The Lighthouse Keeper’s Daughter' },
  { id: 2, ownerId: 1, title: 'Midnight Harvest' },
  { id: 3, ownerId: 1, title: 'Seven Kinds of Rain' },
  { id: 4, ownerId: 3, title: 'Paper Astronauts' },
  { id: 5, ownerId: 3, title: 'The Quiet Year' },
] as const

/** Invented viewers, so that a fresh demo has a past. */
export const VISITORS = ['Dana', 'Emil', 'Farah', 'Goran', 'Hana', 'Ivo'].map((username, index) => ({
  userId: 101 + index,
  username,
}))
