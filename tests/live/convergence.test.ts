import { notifyManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import * as fc from 'fast-check'
import { createLive, liveQuery } from 'pitchey-live/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { numbers, simulateServer, type SimulatedServer } from '../support/simulatedServer.js'
import type { Numbers } from '../support/numbersStream.js'

const TOPICS = ['a', 'b'] as const
const RUNS = Number(process.env['SYNC_RUNS'] ?? 2_000)

type Step =
  | { readonly do: 'publish'; readonly topic: string; readonly times: number }
  | {
      readonly do: 'observe' | 'leave' | 'invalidate' | 'refetch' | 'cancel' | 'remove' | 'newEpoch' | 'trim'
      readonly topic: string
    }
  | { readonly do: 'command'; readonly topic: string }
  | { readonly do: 'lose' | 'repeat' | 'refuse' | 'cut' | 'down' | 'up' }
  | { readonly do: 'lag'; readonly events: number }
  | { readonly do: 'wait'; readonly ms: number }

const topic = fc.constantFrom(...TOPICS)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('command' as const), topic }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('publish' as const), topic, times: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 4, 6, 11, 20, 40, 300, 6_000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('observe' as const, 'observe' as const, 'leave' as const), topic }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('invalidate' as const, 'refetch' as const, 'cancel' as const, 'remove' as const),
      topic,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('newEpoch' as const, 'trim' as const), topic }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('lose' as const, 'repeat' as const, 'refuse' as const, 'cut' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('down' as const, 'up' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lag' as const), events: fc.integer({ min: 1, max: 5 }) }) },
)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A page: one engine, one cache, an observer per topic that comes and goes. Checks every value that anybody is shown. */
function openPage(server: SimulatedServer, random: () => number) {
  const faults: string[] = []
  const violations: string[] = []
  const live = createLive({
    streams: [numbers],
    backend: server.backend,
    batch: (run) => notifyManager.batch(run),
    WebSocket: server.WebSocket,
    random,
    onError: ({ code }) => faults.push(code),
    newId: (() => {
      let next = 0
      return () => `id${(next += 1)}`
    })(),
  })
  const client = new QueryClient({ defaultOptions: { queries: { gcTime: 5_000 } } })
  const release = live.acquire()
  const detach = live.attach(client)
  const observers = new Map<string, () => void>()
  const outcomes: string[] = []

  const check = (name: string, previous: { value: Numbers | undefined }, value: Numbers) => {
    const log = server.history.get(value.epoch)
    const prefix = log && value.items.every((number, index) => number === log[index])
    const waiting = outcomes.filter((outcome) => outcome === 'waiting').length
    if ((value.pending ?? 0) > outcomes.length) violations.push(`${name}: ${value.pending} layers, ${waiting} commands`)
    if (!prefix) violations.push(`${name}: ${JSON.stringify(value)} is no prefix of ${JSON.stringify(log)}`)
    const before = previous.value
    if (before && before.epoch === value.epoch && before.items.length > value.items.length) {
      violations.push(`${name}: went back from ${before.items.length} to ${value.items.length}`)
    }
    previous.value = value
  }
  const queryOf = (name: string) =>
    client.getQueryCache().find<Numbers>({ queryKey: liveQuery(numbers, name).queryKey })

  const observe = (name: string) => {
    if (observers.has(name)) return
    const previous = { value: undefined as Numbers | undefined }
    // Here is no page, so nothing would be tried again.
    const observer = new QueryObserver(client, { ...liveQuery(numbers, name), retry: 2 })
    const seen = ({ data }: { data: Numbers | undefined }) => data && check(name, previous, data)
    const unsubscribe = observer.subscribe(seen)
    seen(observer.getCurrentResult())
    observers.set(name, unsubscribe)
  }

  return {
    live,
    client,
    violations,
    observe,
    leave: (name: string) => {
      observers.get(name)?.()
      observers.delete(name)
    },
    command: (name: string) => {
      outcomes.push('waiting')
      const n = outcomes.length - 1
      live.send('append', { topic: name }).acked.then(
        () => (outcomes[n] = 'acked'),
        () => (outcomes[n] = 'failed'),
      )
    },
    outcomes,
    /** Whoever looks at a query that is removed looks at nothing any more: it looks again. */
    remove: (name: string) => {
      const { queryKey } = liveQuery(numbers, name)
      const looking = observers.get(name)
      looking?.()
      observers.delete(name)
      client.removeQueries({ queryKey })
      if (looking) observe(name)
    },
    queryOf,
    close: () => {
      for (const unsubscribe of observers.values()) unsubscribe()
      release()
      detach()
      live.dispose()
      client.clear()
    },
  }
}

async function perform(action: Step, page: ReturnType<typeof openPage>, server: SimulatedServer): Promise<void> {
  switch (action.do) {
    case 'publish':
      for (let i = 0; i < action.times; i += 1) server.publish(`numbers:${action.topic}`)
      return
    case 'observe':
      return page.observe(action.topic)
    case 'command':
      return page.command(action.topic)
    case 'refuse':
      return server.refuseNextCommand()
    case 'leave':
      return page.leave(action.topic)
    case 'invalidate':
      return void page.client.invalidateQueries({ queryKey: liveQuery(numbers, action.topic).queryKey })
    case 'refetch':
      return void page.client.refetchQueries({ queryKey: liveQuery(numbers, action.topic).queryKey })
    case 'cancel':
      return void page.client.cancelQueries({ queryKey: liveQuery(numbers, action.topic).queryKey })
    case 'remove':
      return page.remove(action.topic)
    case 'newEpoch':
      return server.newEpoch(`numbers:${action.topic}`)
    case 'trim':
      return server.trim(`numbers:${action.topic}`)
    case 'lose':
      return server.loseNextEvent()
    case 'repeat':
      return server.repeatNextEvent()
    case 'cut':
      return server.cut()
    case 'down':
      return server.setReachable(false)
    case 'up':
      return server.setReachable(true)
    case 'lag':
      return server.lagNextSnapshot(action.events)
    case 'wait':
      await vi.advanceTimersByTimeAsync(action.ms)
      return
    default:
      return action satisfies never
  }
}

it('shows only prefixes of the log, never goes back, and equals the server once the faults have stopped', async () => {
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 5, maxLength: 60 }),
    fc.array(fc.constantFrom(1, 5, 9, 30, 200), { minLength: 8, maxLength: 8 }),
    async (steps, latencies) => {
      let turn = 0
      const latency = () => latencies[(turn += 1) % latencies.length] ?? 5
      const server = simulateServer(latency)
      const page = openPage(server, () => 0.5)
      try {
        page.observe('a')
        for (const action of steps) await perform(action, page, server)
        server.heal()
        page.observe('a')
        page.observe('b')
        // One more event, so that a hole left by a lost last one is noticed; then quiet.
        await vi.advanceTimersByTimeAsync(130_000)
        for (const name of TOPICS) server.publish(`numbers:${name}`)
        await vi.advanceTimersByTimeAsync(130_000)

        expect(page.violations).toEqual([])
        expect(page.live.getStatus().connection.state).toBe('connected')
        expect(server.liveSockets()).toBe(1)
        for (const name of TOPICS) {
          const { data, isInvalidated } = page.queryOf(name)?.state ?? {}
          expect(data).toEqual(server.truth(`numbers:${name}`))
          // Who cancels a refetch keeps what asked for it.
          if (!steps.some((action) => action.do === 'cancel')) expect(isInvalidated).toBe(false)
        }
        expect(page.outcomes).not.toContain('waiting')
        expect(server.commands()).toBe(page.outcomes.filter((outcome) => outcome === 'acked').length)
        const requests = server.snapshotRequests()
        await vi.advanceTimersByTimeAsync(300_000)
        expect(server.snapshotRequests() - requests, 'requests while live').toBe(0)
        expect(server.subscriptions()).toEqual(['numbers:a', 'numbers:b'])
        page.leave('b')
        await vi.advanceTimersByTimeAsync(10_000)
        expect(server.subscriptions(), 'subscribed = observed').toEqual(['numbers:a'])
      } finally {
        page.close()
      }
      await vi.advanceTimersByTimeAsync(60_000)
      expect(server.liveSockets()).toBe(0)
      expect(vi.getTimerCount(), 'timers after dispose').toBe(0)
    },
  )
  await fc.assert(property, { numRuns: RUNS, endOnFailure: false })
}, 600_000)
