/**
 * A page under test: one engine and two caches, whose observers come and go, which is reloaded, and on which people sign in and
 * out. It exists to say, of every value that anybody is shown and of every write, whether the engine may do that.
 * To extend: add what a user can do as a method, and what must never be seen as a violation.
 */
import {
  notifyManager,
  QueryClient,
  QueryObserver,
  type Query,
  type QueryCacheNotifyEvent,
} from '@tanstack/react-query'
import { createLive, liveQuery, type SharedStore } from 'pitchey-live/core'
import { systemClock } from '../../src/live/clock.js'
import { numbers, type SimulatedServer } from './simulatedServer.js'
import type { Numbers } from './numbersStream.js'

export interface Browser {
  readonly server: SimulatedServer
  readonly random: () => number
  readonly newId: () => string
  /** ms between what arrives and what is shown. */
  readonly frameMs: number
  readonly store: SharedStore
  /** What became of every command, over all pages of this browser. */
  readonly outcomes: ('waiting' | 'acked' | 'failed')[]
  readonly violations: string[]
}

export type SimulatedPage = ReturnType<typeof openPage>

interface Watched {
  /** What the observer was shown last; nothing may come before it. */
  value: Numbers | undefined
}

export function openPage(browser: Browser) {
  const { server, outcomes } = browser
  const violate = (what: string) => browser.violations.push(what)
  let frame = 0
  let isFlushing = false
  /** Somebody writes by hand: the engine answers for what follows, not for this. */
  let isByHand = false
  let owner = server.user()
  const live = createLive({
    streams: [numbers],
    backend: server.backend,
    batch: (run) =>
      notifyManager.batch(() => {
        frame += 1
        isFlushing = true
        run()
        isFlushing = false
      }),
    WebSocket: server.WebSocket,
    random: browser.random,
    newId: browser.newId,
    remember: { store: browser.store, version: '1' },
    clock: { ...systemClock, frame: (run) => systemClock.after(browser.frameMs, run) },
  })
  const clients = [0, 1].map(() => new QueryClient({ defaultOptions: { queries: { gcTime: 5_000 } } }))
  const release = live.acquire()
  const detach = clients.map((client) => live.attach(client))
  const observers = new Map<
    string,
    { readonly watched: Watched; readonly leave: () => void; readonly data: () => unknown }
  >()
  const kept = new Map<string, Numbers>()

  const check = (name: string, watched: Watched, value: Numbers) => {
    const log = server.history.get(value.epoch)
    const { length } = value.items
    if (!log || !value.items.every((number, index) => number === log[index]))
      violate(`${name}: ${JSON.stringify(value)} is no prefix of ${JSON.stringify(log)}`)
    if ((value.pending ?? 0) > outcomes.length)
      violate(`${name}: ${value.pending} layers for ${outcomes.length} commands`)
    if (value.owner !== owner && value.owner !== server.user()) violate(`${name}: ${value.owner}'s, shown to ${owner}`)
    const before = watched.value
    if (!isByHand && before?.epoch === value.epoch && before.owner === value.owner && before.items.length > length)
      violate(`${name}: went back from ${before.items.length} to ${length}`)
    watched.value = value
  }

  const written = new Map<Query, number>()
  const fetched = new WeakSet<Query>()
  const invalidated = new WeakSet<Query>()
  /** Held against every write to the cache, whoever made it. */
  const onSuccess = (query: Query, isFetch: boolean) => {
    if (isByHand || isFetch) {
      fetched.add(query)
      invalidated.delete(query)
    } else {
      if (!fetched.has(query)) violate(`${query.queryHash}: made by an event`)
      if (!isFlushing) violate(`${query.queryHash}: written outside of a frame`)
      if (written.get(query) === frame) violate(`${query.queryHash}: written twice in a frame`)
      written.set(query, frame)
    }
  }
  const watch = (event: QueryCacheNotifyEvent) => {
    if (event.type !== 'updated') return
    const { query, action } = event
    if (action.type === 'invalidate') invalidated.add(query)
    if (action.type === 'setState') invalidated.delete(query)
    if (action.type === 'success') onSuccess(query, action.manual !== true)
  }
  const unwatch = clients.map((client) => client.getQueryCache().subscribe(watch))

  const keyOf = (name: string) => liveQuery(numbers, name).queryKey
  const clientOf = (cache: number): QueryClient => clients[cache] ?? new QueryClient()
  const byHand = (work: () => void) => {
    isByHand = true
    work()
    isByHand = false
  }
  const observe = (name: string, cache = 0) => {
    const key = `${cache} ${name}`
    if (observers.has(key)) return
    const watched: Watched = { value: undefined }
    // Here is no page, so nothing would be tried again.
    const observer = new QueryObserver(clientOf(cache), { ...liveQuery(numbers, name), retry: 2 })
    const seen = ({ data }: { data: Numbers | undefined }) => data && check(key, watched, data)
    const leave = observer.subscribe(seen)
    seen(observer.getCurrentResult())
    observers.set(key, { watched, leave, data: () => observer.getCurrentResult().data })
  }
  const leave = (name: string, cache = 0) => {
    observers.get(`${cache} ${name}`)?.leave()
    observers.delete(`${cache} ${name}`)
  }

  return {
    live,
    clients,
    observe,
    leave,
    shown: (name: string, cache = 0) => clientOf(cache).getQueryData(keyOf(name)),
    isInvalidated: (name: string) => clientOf(0).getQueryState(keyOf(name))?.isInvalidated ?? false,
    invalidate: (name: string) => void clientOf(0).invalidateQueries({ queryKey: keyOf(name) }),
    refetch: (name: string, cache = 0) => void clientOf(cache).refetchQueries({ queryKey: keyOf(name) }),
    cancel: (name: string) => byHand(() => void clientOf(0).cancelQueries({ queryKey: keyOf(name) })),
    /** As people hand-write an optimistic update: what was there is kept, to be put back. */
    write: (name: string) => {
      const before = clientOf(0).getQueryData<Numbers>(keyOf(name))
      if (!before) return
      kept.set(name, before)
      byHand(() => clientOf(0).setQueryData(keyOf(name), { ...before, note: 'by hand' }))
    },
    rollBack: (name: string) => {
      const before = kept.get(name)
      kept.delete(name)
      if (before && before.owner === owner) byHand(() => clientOf(0).setQueryData(keyOf(name), before))
    },
    /** Whoever looks at a query that is removed looks at nothing any more: it looks again. */
    remove: (name: string) => {
      const isLooking = observers.has(`0 ${name}`)
      leave(name)
      clientOf(0).removeQueries({ queryKey: keyOf(name) })
      if (isLooking) observe(name)
    },
    command: (name: string) => {
      const n = outcomes.push('waiting') - 1
      live.send('append', { topic: name }).acked.then(
        () => (outcomes[n] = 'acked'),
        () => (outcomes[n] = 'failed'),
      )
    },
    /** Called once everybody has had a moment to hear who is signed in. */
    checkOwner: () => {
      owner = server.user()
      for (const [key, { data }] of observers) {
        const value = data() as Numbers | undefined
        if (value && value.owner !== owner) violate(`${key}: ${value.owner}'s, still shown to ${owner}`)
      }
    },
    checkInvalidated: () => {
      for (const query of clients.flatMap((client) => client.getQueryCache().getAll())) {
        if (invalidated.has(query) && !query.state.isInvalidated)
          violate(`${query.queryHash}: an event made it look fresh`)
      }
    },
    close: () => {
      for (const { leave } of observers.values()) leave()
      unwatch.forEach((stop) => stop())
      release()
      detach.forEach((stop) => stop())
      live.dispose()
      for (const client of clients) client.clear()
      return [...observers.keys()].map((key) => key.split(' '))
    },
  }
}
