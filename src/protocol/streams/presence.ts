import * as v from 'valibot'
import { defineStream } from '../stream.js'
import { Id, Timestamp } from './values.js'

/** What people may say of themselves, and what is shown of them. */
export const STATUSES = ['online', 'away', 'dnd', 'offline'] as const
export const MAX_ACTIVITY = 50
/** Of those who left lately, so many are told. */
export const MAX_LEFT = 100

const Status = v.picklist(STATUSES)
const Activity = v.pipe(v.string(), v.trim(), v.maxLength(MAX_ACTIVITY))

const Person = v.object({
  userId: Id,
  username: v.string(),
  status: Status,
  activity: v.exactOptional(Activity),
  /** When the choice that they are shown by ends by itself. */
  until: v.exactOptional(Timestamp),
  /** Away because nothing is done at any of their devices, not because they said so. */
  idle: v.exactOptional(v.literal(true)),
  /** Of those who are here and not idle: the moment it was told. */
  lastSeen: Timestamp,
})
export type Person = v.InferOutput<typeof Person>
export type PresenceStatus = Person['status']

const Statement = v.pipe(
  v.object({
    /** A choice; absent: the one that stands is let be. */
    status: v.exactOptional(Status),
    /** Belongs to the choice: without one it says nothing. */
    activity: v.exactOptional(Activity),
    /** When the choice ends, by the server's clock; absent: it does not end by itself. Belongs to the choice, too. */
    until: v.exactOptional(Timestamp),
    /** Nothing is done at this socket's page. */
    idle: v.exactOptional(v.boolean()),
    /** The choice is an old one, said again after a reconnect: it gives way to any that stands. */
    again: v.exactOptional(v.boolean()),
  }),
  v.forward(
    v.check(({ status, idle }) => status !== undefined || idle !== undefined, 'status or idle must be given'),
    ['status'],
  ),
)

export const presence = defineStream({
  name: 'presence',
  param: v.literal('all'),
  data: v.object({
    users: v.array(Person),
    /** Who went offline within a day, newest first. */
    left: v.exactOptional(v.array(Person)),
  }),
  initial: () => ({ users: [] }),
  access: () => true,
  kind: 'ephemeral',
  events: {
    presence_update: {
      schema: Person,
      reduce: ({ users, left = [] }, person) => {
        const others = left.filter(({ userId }) => userId !== person.userId)
        if (person.status === 'offline')
          return {
            users: users.filter(({ userId }) => userId !== person.userId),
            left: [person, ...others].slice(0, MAX_LEFT),
          }
        const known = users.some(({ userId }) => userId === person.userId)
        return {
          users: known ? users.map((user) => (user.userId === person.userId ? person : user)) : [...users, person],
          left: others,
        }
      },
    },
  },
  commands: {
    presence_update: {
      schema: Statement,
      send: 'state',
      param: () => 'all' as const,
      repeat: (statement) => (statement.status === undefined ? statement : { ...statement, again: true }),
    },
  },
})
