/**
 * What a stream's one file says is known wherever it is used, and what it does not say does not compile: checked by
 * `npm run types`, never run. Each error that is expected says why; one that no longer comes is an error itself.
 */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { CommandError, configure, liveQuery, OutboxFullError, streams, useLiveMutation } from 'pitchey-live'
import { defineStream, ProtocolError } from 'pitchey-live/core'
import * as v from 'valibot'
import { expectTypeOf } from 'vitest'

const rooms = defineStream({
  name: 'rooms',
  param: v.string(),
  data: v.object({ guests: v.array(v.string()) }),
  initial: () => ({ guests: [] }),
  access: ({ role }) => role !== 'service',
  kind: { retention: { events: 10, maxAgeMs: 1_000 } },
  events: {
    entered: {
      schema: v.object({ guest: v.string(), at: v.number() }),
      reduce: (data, { guest }) => ({ ...data, guests: [...data.guests, guest] }),
    },
    closed: { schema: v.object({ why: v.string() }), reduce: () => ({ guests: [] }) },
  },
  commands: {
    enter: {
      schema: v.object({ room: v.string() }),
      send: 'durable',
      param: ({ room }) => room,
      decide: (data, input, context) => {
        expectTypeOf(data).toEqualTypeOf<{ guests: string[] }>()
        expectTypeOf(input).toEqualTypeOf<{ room: string }>()
        const { user, now, id, offset } = context
        expectTypeOf({ userId: user.userId, now, id, offset }).toEqualTypeOf<{
          userId: number
          now: number
          id: string
          offset: number
        }>()
        if (data.guests.length > offset) throw new ProtocolError('conflict', 'Full')
        if (data.guests.includes(user.username)) return null
        return { type: 'entered', data: { guest: user.username, at: now } }
      },
    },
    close: {
      schema: v.object({ room: v.string(), why: v.string() }),
      send: 'durable',
      param: ({ room }) => room,
      decide: (_, { why }) => ({ type: 'closed', data: { why } }),
    },
  },
})

const { name, param, data, initial, access, kind, events } = rooms
const base = { name, param, data, initial, access, kind, events }
const enter = { schema: v.object({ room: v.string() }), send: 'durable', param: () => '1' } as const

defineStream({
  ...base,
  commands: {
    enter: {
      ...enter,
      // @ts-expect-error There is no such event.
      decide: () => ({ type: 'entred', data: { guest: 'Ana', at: 1 } }),
    },
  },
})
defineStream({
  ...base,
  commands: {
    enter: {
      ...enter,
      // @ts-expect-error The data of another event.
      decide: () => ({ type: 'entered', data: { why: 'late' } }),
    },
  },
})
defineStream({
  ...base,
  commands: {
    enter: {
      ...enter,
      // @ts-expect-error Nobody waits for it: a decision is made at once.
      decide: () => Promise.resolve(null),
    },
  },
})
defineStream({
  ...base,
  commands: {
    enter: {
      ...enter,
      // @ts-expect-error The command has no such field.
      decide: (_, { guest }) => ({ type: 'entered', data: { guest, at: 1 } }),
    },
  },
})

/** A component, as TypeScript sees it. */
export function Room() {
  expectTypeOf(useQuery(liveQuery(rooms, 'a')).data).toEqualTypeOf<{ guests: string[] } | undefined>()
  expectTypeOf(useSuspenseQuery(liveQuery(streams.pitch, 1)).data.viewCount).toEqualTypeOf<number>()
  // @ts-expect-error A room is named by letters.
  useQuery(liveQuery(rooms, 7))

  const closing = useLiveMutation(rooms, 'close')
  expectTypeOf(closing.variables).toEqualTypeOf<{ room: string; why: string } | undefined>()
  expectTypeOf(closing.error).toEqualTypeOf<CommandError | OutboxFullError | null>()
  expectTypeOf(closing.data?.offset).toEqualTypeOf<number | undefined>()
  closing.mutate({ room: 'a', why: 'late' })
  // @ts-expect-error Why is it closed?
  closing.mutate({ room: 'a' })
  // @ts-expect-error It has no such command.
  useLiveMutation(rooms, 'open')
  // @ts-expect-error An event is no command.
  useLiveMutation(rooms, 'entered')

  useLiveMutation(streams.notifications, 'notification_read').mutate({ ids: 'all' })
  // @ts-expect-error All, or a list of them.
  useLiveMutation(streams.notifications, 'notification_read').mutate({ ids: 'none' })
  // @ts-expect-error To this stream nothing can be said.
  useLiveMutation(streams.dashboard, 'dashboard_update')
}

configure({ streams: [rooms, streams.pitch] })
// @ts-expect-error The stream itself, not its name.
configure({ streams: ['rooms'] })
