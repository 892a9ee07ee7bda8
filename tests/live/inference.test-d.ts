/**
 * What is inferred from a stream's file, and what does not compile: checked by `npm run types`, never run. Each error that
 * is expected says why; one that no longer comes is an error itself.
 */
import { QueryClient, skipToken, useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createLive, defineStream, liveQuery, livePages, type Backend, type Live, type Sent } from 'pitchey-live/core'
import * as v from 'valibot'
import { expectTypeOf } from 'vitest'

const Deal = v.object({ title: v.string(), offers: v.array(v.object({ id: v.string(), cents: v.number() })) })
type Deal = v.InferOutput<typeof Deal>
const Offers = v.object({ offers: v.array(v.string()), nextCursor: v.nullable(v.string()) })
type Offers = v.InferOutput<typeof Offers>

const deal = defineStream({
  name: 'deal',
  param: v.number(),
  data: Deal,
  initial: (id) => {
    expectTypeOf(id).toEqualTypeOf<number>()
    return { title: `Deal ${id}`, offers: [] }
  },
  access: ({ userId, role }, id) => {
    expectTypeOf(id).toEqualTypeOf<number>()
    return role === 'investor' || userId === id
  },
  kind: { retention: { events: 100, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: {
    offered: {
      schema: v.object({ id: v.string(), cents: v.number() }),
      reduce: (data, event) => {
        expectTypeOf(data).toEqualTypeOf<Deal>()
        expectTypeOf(event).toEqualTypeOf<{ id: string; cents: number }>()
        return { ...data, offers: [event, ...data.offers] }
      },
      invalidates: (_, event) => {
        expectTypeOf(event).toEqualTypeOf<{ id: string; cents: number } | null>()
        return [['budget']]
      },
    },
    renamed: {
      schema: v.object({ title: v.string() }),
      reduce: (data, { title }) => ({ ...data, title }),
    },
  },
  commands: {
    offer: {
      schema: v.object({ dealId: v.number(), cents: v.number() }),
      send: 'durable',
      param: ({ dealId }) => dealId,
      optimistic: (data, input) => {
        expectTypeOf(data).toEqualTypeOf<Deal>()
        expectTypeOf(input).toEqualTypeOf<{ dealId: number; cents: number }>()
        return { ...data, offers: [{ id: '', cents: input.cents }, ...data.offers] }
      },
    },
  },
  pages: {
    schema: Offers,
    events: {
      offered: (page, event) => {
        expectTypeOf(page).toEqualTypeOf<Offers>()
        expectTypeOf(event).toEqualTypeOf<{ id: string; cents: number }>()
        return page
      },
    },
  },
})

const presence = defineStream({
  name: 'presence',
  param: v.picklist(['lobby', 'bar']),
  data: v.object({ people: v.number() }),
  initial: () => ({ people: 0 }),
  access: () => true,
  kind: 'ephemeral',
  events: { came: { schema: v.object({}), reduce: ({ people }) => ({ people: people + 1 }) } },
  commands: {
    enter: { schema: v.object({ room: v.picklist(['lobby', 'bar']) }), send: 'state', param: ({ room }) => room },
  },
})

/** Nothing can be said to it. */
const news = defineStream({
  name: 'news',
  param: v.string(),
  data: v.object({ headline: v.string() }),
  initial: () => ({ headline: '' }),
  access: () => true,
  kind: { retention: { events: 1, maxAgeMs: 1 } },
  events: {},
  commands: {},
})

declare const backend: Backend
const client = new QueryClient()

export function UsesQueries() {
  // The key, its parameter included, and the data that belongs to it.
  const options = liveQuery(deal, 42)
  expectTypeOf(options.queryKey[0]).toEqualTypeOf<'live'>()
  expectTypeOf(options.queryKey[1]).toEqualTypeOf<'deal'>()
  expectTypeOf(options.queryKey[2]).toEqualTypeOf<number>()
  expectTypeOf(liveQuery(presence, 'lobby').queryKey[2]).toEqualTypeOf<'lobby' | 'bar'>()

  expectTypeOf(useQuery(options).data).toEqualTypeOf<Deal | undefined>()
  expectTypeOf(useQuery({ ...options, select: ({ offers }) => offers.length }).data).toEqualTypeOf<number | undefined>()
  expectTypeOf(useSuspenseQuery(options).data).toEqualTypeOf<Deal>()
  expectTypeOf(useSuspenseQuery({ ...options, select: ({ title }) => title }).data).toEqualTypeOf<string>()
  const pages = useInfiniteQuery(livePages(deal, 42, 'cursor'))
  expectTypeOf(pages.data?.pages).toEqualTypeOf<Offers[] | undefined>()

  expectTypeOf(client.getQueryData(options.queryKey)).toEqualTypeOf<Deal | undefined>()
  client.setQueryData(options.queryKey, (deal) => {
    expectTypeOf(deal).toEqualTypeOf<Deal | undefined>()
    return deal && { ...deal, title: 'Another' }
  })
  expectTypeOf(client.fetchQuery(options)).toEqualTypeOf<Promise<Deal>>()
  expectTypeOf(client.ensureQueryData(options)).toEqualTypeOf<Promise<Deal>>()

  // @ts-expect-error The parameter of a deal is a number.
  liveQuery(deal, '42')
  // @ts-expect-error There is no such room.
  liveQuery(presence, 'cellar')
  // @ts-expect-error A deal has a title of letters.
  client.setQueryData(options.queryKey, { title: 1, offers: [] })
  // @ts-expect-error What is selected from is a deal.
  useQuery({ ...options, select: ({ name }) => name })
}

export function UsesCommands() {
  const live = createLive({ streams: [deal, presence, news], backend })
  expectTypeOf(live.send('offer', { dealId: 1, cents: 100 })).toEqualTypeOf<Sent>()
  expectTypeOf(live.send('enter', { room: 'bar' })).toEqualTypeOf<Sent>()
  type Commands = typeof live extends Live<infer C> ? C : never
  expectTypeOf<keyof Commands>().toEqualTypeOf<'offer' | 'enter'>()
  expectTypeOf<Commands['offer']>().toEqualTypeOf<{ dealId: number; cents: number }>()

  // @ts-expect-error No stream has such a command.
  live.send('ofer', { dealId: 1, cents: 100 })
  // @ts-expect-error An offer says how much.
  live.send('offer', { dealId: 1 })
  // @ts-expect-error That is what `enter` takes.
  live.send('offer', { room: 'bar' })
  // @ts-expect-error There is no such room.
  live.send('enter', { room: 'cellar' })
  const listener = createLive({ streams: [news], backend })
  // @ts-expect-error To these streams nothing can be said.
  listener.send('anything', {})
}

/** The ways in which teams got such an API wrong; each stays impossible. */
export function MeetsTheFiveWrongUses() {
  const live = createLive({ streams: [deal, presence], backend })
  const options = liveQuery(deal, 42)

  // 1. An engine that is passed everywhere, instead of being found by the query function's own client.
  // @ts-expect-error Options are made of a stream and its parameter, where no engine is at hand.
  liveQuery(live, deal, 42)
  expectTypeOf(options.queryFn).parameter(0).toHaveProperty('client')

  // 2. The definition in `meta`, where `dehydrate` finds functions that cannot be copied.
  // @ts-expect-error There is no meta: it is the host's, and what is in it is sent along.
  expectTypeOf(options.meta).toBeObject()

  // 3. A `queryFn` that may be `skipToken`, which useSuspenseQuery refuses.
  expectTypeOf(options.queryFn).toBeFunction()
  expectTypeOf<typeof skipToken>().not.toExtend<typeof options.queryFn>()
  // @ts-expect-error Where it may, suspense does not compile: here it is seen that the check bites.
  useSuspenseQuery({ ...options, queryFn: options.refetchOnReconnect ? options.queryFn : skipToken })

  // 4. A table of streams whose details are lost, so that `send` takes nothing, or anything.
  expectTypeOf(live.send).parameter(0).toEqualTypeOf<'offer' | 'enter'>()
  expectTypeOf(live.send<'offer'>)
    .parameter(1)
    .toEqualTypeOf<{ dealId: number; cents: number }>()

  // 5. A `send` that says true or false, and results in wrappings of our own.
  // @ts-expect-error What was sent has an id, and an answer to wait for.
  const sent: boolean = live.send('offer', { dealId: 1, cents: 100 })
  expectTypeOf(useQuery(options)).toEqualTypeOf(
    useQuery({ queryKey: ['deal'], queryFn: (): Deal => ({ title: '', offers: [] }) }),
  )
  return sent
}

/** What does not fit together within a stream's file does not compile either. */
export function MeetsWrongStreams() {
  const { name, param, data, initial, access, kind } = deal
  const rest = { name, param, data, initial, access, kind }
  defineStream({
    ...rest,
    events: {
      renamed: {
        schema: v.object({ title: v.string() }),
        // @ts-expect-error The schema says `title`.
        reduce: (data, { name }) => ({ ...data, title: name }),
      },
    },
    commands: {},
  })
  defineStream({
    ...rest,
    events: {
      renamed: {
        schema: v.object({ title: v.string() }),
        // @ts-expect-error What is left is no deal.
        reduce: (_, { title }) => ({ title }),
      },
    },
    commands: {},
  })
  defineStream({
    ...rest,
    events: {},
    commands: {
      rename: {
        schema: v.object({ dealId: v.number(), title: v.string() }),
        send: 'durable',
        param: ({ dealId }) => dealId,
        // @ts-expect-error Nor is this one.
        optimistic: (_, { title }) => title,
      },
    },
  })
  defineStream({
    ...rest,
    // @ts-expect-error It begins without its offers.
    initial: () => ({ title: '' }),
    events: {},
    commands: {},
  })
}
