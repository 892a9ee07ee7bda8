/**
 * What the engine takes for granted about TanStack Query, one fact a test. Much of it is not in its documentation, so
 * all of it is held against the oldest version that our peer range promises, and against the newest.
 */
import {
  dehydrate,
  hydrate,
  InfiniteQueryObserver,
  notifyManager,
  QueryClient,
  QueryObserver,
  type QueryCacheNotifyEvent,
} from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import lowest from './queryLowest/package.json' with { type: 'json' }
import manifest from '../package.json' with { type: 'json' }
import installed from '@tanstack/react-query/package.json' with { type: 'json' }

const queryKey = ['live', 'pitch', 1] as const
const clients: QueryClient[] = []

afterEach(() => {
  for (const client of clients.splice(0)) client.clear()
})

function openCache() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  clients.push(client)
  const cache = client.getQueryCache()
  const events: string[] = []
  cache.subscribe((event) => events.push(nameOf(event)))
  return { client, cache, events, query: () => cache.get(client.defaultQueryOptions({ queryKey }).queryHash) }
}

const nameOf = (event: QueryCacheNotifyEvent): string => {
  if (event.type !== 'updated') return event.type
  const { action } = event
  return action.type === 'success' && action.manual === true ? 'updated: manual success' : `updated: ${action.type}`
}

/** A query function whose calls are answered one by one, by the test. */
function asked<T>() {
  const waiting: { resolve: (value: T) => void; reject: (error: Error) => void }[] = []
  return {
    waiting,
    queryFn: vi.fn<(context: unknown) => Promise<T>>(
      () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    ),
    answer: (value: T) => waiting.shift()?.resolve(value),
    fail: () => waiting.shift()?.reject(new Error('failed')),
  }
}

/** Everything that is done without a timer is done. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 5))
const nothing = () => undefined

it('runs on the version that it is meant to run on', () => {
  const oldest = lowest.devDependencies['@tanstack/react-query']
  expect(manifest.peerDependencies['@tanstack/react-query']).toBe(`>=${oldest.replace(/\.0$/, '')} <6`)
  const newest = manifest.devDependencies['@tanstack/react-query']
  expect(installed.version).toBe(process.env['QUERY_VERSION'] === 'lowest' ? oldest : newest)
})

describe('structuralSharing as a function', () => {
  interface Count {
    readonly n: number
  }
  /** Doubles what is committed, so that whoever sees the raw value is found out. */
  function openDoubling() {
    const { client, query, ...more } = openCache()
    const { queryFn, answer } = asked<Count>()
    const calls: [unknown, unknown][] = []
    const structuralSharing = (previous: unknown, next: unknown) => {
      calls.push([previous, next])
      return { n: (next as Count).n * 2 }
    }
    const seen: unknown[] = []
    const observer = new QueryObserver<Count>(client, { queryKey, queryFn, structuralSharing })
    observer.subscribe(({ data }) => data && seen.push(data))
    client.getQueryCache().subscribe(({ query }) => query.state.data && seen.push(query.state.data))
    return { client, query, answer, calls, seen, observer, ...more }
  }

  it('decides what a fetch commits before any observer or cache listener sees it', async () => {
    const page = openDoubling()
    const snapshot = { n: 1 }
    page.answer(snapshot)
    await settle()
    expect(page.calls).toEqual([[undefined, snapshot]])
    expect(page.calls[0]?.[1]).toBe(snapshot)
    expect(new Set(page.seen)).toEqual(new Set([{ n: 2 }]))
    expect(page.query()?.state.data).toEqual({ n: 2 })
  })

  it('decides what setQueryData and query.setData commit, given what was there', async () => {
    const page = openDoubling()
    page.answer({ n: 1 })
    await settle()
    page.calls.length = 0
    page.client.setQueryData(queryKey, { n: 10 })
    page.query()?.setData({ n: 100 }, { manual: true })
    expect(page.calls).toEqual([
      [{ n: 2 }, { n: 10 }],
      [{ n: 20 }, { n: 100 }],
    ])
    expect(page.query()?.state.data).toEqual({ n: 200 })
  })

  it('runs inside setData: what a caller notes down around the call, the function can read', () => {
    const { client, query } = openCache()
    client.setQueryData(queryKey, 0)
    let writing: unknown
    const seen: unknown[] = []
    query()?.setOptions({ queryKey, structuralSharing: (_, next) => (seen.push(writing), next) })
    writing = 1
    query()?.setData(1, { manual: true })
    writing = undefined
    expect(seen).toEqual([1])
  })

  it('is kept as it returns: the very object is in the cache, and its former one if that is returned', async () => {
    const { client, query } = openCache()
    const kept = { deep: { list: [1] } }
    client.setQueryData(queryKey, kept)
    query()?.setOptions({ queryKey, structuralSharing: (previous) => previous })
    query()?.setData({ deep: { list: [2] } })
    expect(query()?.state.data).toBe(kept)
  })

  it('is called for what select returns, too, with what it returned before', async () => {
    const { client } = openCache()
    const { queryFn, answer } = asked<Count>()
    const calls: [unknown, unknown][] = []
    const structuralSharing = (previous: unknown, next: unknown) => {
      calls.push([previous, next])
      return next
    }
    const select = ({ n }: Count) => ({ label: `${n}` })
    const observer = new QueryObserver(client, { queryKey, queryFn, structuralSharing, select })
    observer.subscribe(nothing)
    answer({ n: 1 })
    await settle()
    client.setQueryData(queryKey, { n: 2 })
    expect(calls).toContainEqual([{ label: '1' }, { label: '2' }])
  })

  it('is called once for a fetch that resolves with the object that is shown already', async () => {
    const { client, query } = openCache()
    const { queryFn, answer } = asked<Count>()
    const shown = { n: 1 }
    client.setQueryData(queryKey, shown)
    const calls: [unknown, unknown][] = []
    const structuralSharing = (previous: unknown, next: unknown) => {
      calls.push([previous, next])
      return { n: 5 }
    }
    void client.fetchQuery({ queryKey, queryFn, structuralSharing })
    answer(shown)
    await settle()
    expect(calls).toEqual([[shown, shown]])
    expect(query()?.state.data).toEqual({ n: 5 })
  })

  it('does not change what fetchQuery resolves with', async () => {
    const { client, query } = openCache()
    const fetched = client.fetchQuery({
      queryKey,
      queryFn: () => ({ n: 1 }),
      structuralSharing: () => ({ n: 2 }),
    })
    await expect(fetched).resolves.toEqual({ n: 1 })
    expect(query()?.state.data).toEqual({ n: 2 })
  })

  it('gets all pages of an infinite query at once, each the very object that was fetched', async () => {
    const { client, query } = openCache()
    const { queryFn, answer } = asked<Count>()
    const commits: readonly { readonly pages: readonly Count[] }[] = []
    const observer = new InfiniteQueryObserver(client, {
      queryKey,
      queryFn,
      initialPageParam: 1,
      getNextPageParam: ({ n }: Count) => n + 1,
      structuralSharing: (_: unknown, next: unknown) => {
        ;(commits as unknown[]).push(next)
        return next
      },
    })
    observer.subscribe(nothing)
    const [first, second] = [{ n: 1 }, { n: 2 }]
    answer(first)
    await settle()
    void observer.fetchNextPage()
    await settle()
    answer(second)
    await settle()
    const last = commits.at(-1)
    expect(last).toEqual({ pages: [first, second], pageParams: [1, 2] })
    expect([last?.pages[0] === first, last?.pages[1] === second]).toEqual([true, true])
    expect(query()?.state.data).toBe(last)
  })
})

describe('setQueryDefaults for a prefix', () => {
  const byDefault = () => 'by default'
  const explicit = () => 'explicit'

  it('applies to observers and queries that bring no option of their own', async () => {
    const { client, query } = openCache()
    client.setQueryDefaults(['live'], { structuralSharing: byDefault })
    new QueryObserver(client, { queryKey, queryFn: () => 'fetched' }).subscribe(nothing)
    await settle()
    expect(query()?.state.data).toBe('by default')
  })

  it('reaches a query that was there before, with its next observer', async () => {
    const { client, query } = openCache()
    client.setQueryData(queryKey, 'before')
    client.setQueryDefaults(['live'], { structuralSharing: byDefault })
    new QueryObserver(client, { queryKey, staleTime: Infinity }).subscribe(nothing)
    client.setQueryData(queryKey, 'written')
    expect(query()?.state.data).toBe('by default')
  })

  it('loses against an explicit option, for as long as the observer that has it was the last to set options', async () => {
    const { client, query } = openCache()
    client.setQueryDefaults(['live'], { structuralSharing: byDefault })
    new QueryObserver(client, { queryKey, queryFn: () => 'fetched', structuralSharing: explicit }).subscribe(nothing)
    await settle()
    expect(query()?.state.data).toBe('explicit')
    expect(query()?.options.structuralSharing).toBe(explicit)
    new QueryObserver(client, { queryKey, staleTime: Infinity }).subscribe(nothing)
    expect(query()?.options.structuralSharing).toBe(byDefault)
  })
})

describe('writing and fetching at once', () => {
  it('a fetch commits over what was written while it ran, and says what that was', async () => {
    const { client, query } = openCache()
    const { queryFn, answer } = asked<string>()
    client.setQueryData(queryKey, 'before')
    const structuralSharing = vi.fn<(previous: unknown, next: unknown) => unknown>((_, next) => next)
    void client.fetchQuery({ queryKey, queryFn, structuralSharing })
    client.setQueryData(queryKey, 'written')
    structuralSharing.mockClear()
    answer('fetched')
    await settle()
    expect(structuralSharing.mock.calls).toEqual([['written', 'fetched']])
    expect(query()?.state.data).toBe('fetched')
  })

  it('a next page commits over what was written to the others while it ran', async () => {
    const { client, query } = openCache()
    const { queryFn, answer } = asked<string>()
    const observer = new InfiniteQueryObserver(client, {
      queryKey,
      queryFn,
      initialPageParam: 1,
      getNextPageParam: () => 2,
    })
    observer.subscribe(nothing)
    answer('first')
    await settle()
    void observer.fetchNextPage()
    await settle()
    query()?.setData({ pages: ['first, written'], pageParams: [1] }, { manual: true })
    answer('second')
    await settle()
    expect(query()?.state.data).toMatchObject({ pages: ['first', 'second'] })
  })

  it('query.setData leaves the fetch running, and clears isInvalidated and the error', async () => {
    const { client, query } = openCache()
    const { queryFn, answer, fail } = asked<string>()
    client.setQueryData(queryKey, 'before')
    client.fetchQuery({ queryKey, queryFn }).catch(nothing)
    fail()
    await settle()
    query()?.invalidate()
    expect(query()?.state).toMatchObject({ status: 'error', isInvalidated: true })
    client.fetchQuery({ queryKey, queryFn }).catch(nothing)
    query()?.setData('written', { manual: true, updatedAt: 7 })
    const written = { status: 'success', error: null, isInvalidated: false, dataUpdatedAt: 7, fetchStatus: 'fetching' }
    expect(query()?.state).toMatchObject(written)
    answer('fetched')
    await settle()
  })

  it('what query.setData wrote during a fetch survives its cancellation, what was there before does not return', async () => {
    const { client, query } = openCache()
    const { queryFn } = asked<string>()
    client.setQueryData(queryKey, 'before')
    client.fetchQuery({ queryKey, queryFn }).catch(nothing)
    query()?.setData('written', { manual: true })
    await client.cancelQueries({ queryKey })
    expect(query()?.state).toMatchObject({ data: 'written', fetchStatus: 'idle' })
  })

  it('what query.setState wrote does not: hence never that', async () => {
    const { client, query } = openCache()
    const { queryFn } = asked<string>()
    client.setQueryData(queryKey, 'before')
    client.fetchQuery({ queryKey, queryFn }).catch(nothing)
    query()?.setState({ data: 'written' })
    await client.cancelQueries({ queryKey })
    expect(query()?.state.data).toBe('before')
  })

  it('a cancelled fetch goes back synchronously, and tells so as setState', async () => {
    const { client, query, events } = openCache()
    const { queryFn } = asked<string>()
    client.setQueryData(queryKey, 'before')
    client.fetchQuery({ queryKey, queryFn }).catch(nothing)
    query()?.setState({ data: 'hydrated over it' })
    events.length = 0
    void client.cancelQueries({ queryKey })
    expect(query()?.state).toMatchObject({ data: 'before', fetchStatus: 'idle' })
    expect(events).toEqual(['updated: setState'])
    await settle()
  })

  it('query.fetch joins a running fetch unless it is told to cancel it', async () => {
    const { client, query } = openCache()
    const { queryFn, answer } = asked<string>()
    client.setQueryData(queryKey, 'before')
    void client.fetchQuery({ queryKey, queryFn })
    const joined = query()?.fetch(undefined, { cancelRefetch: false })
    expect(queryFn).toHaveBeenCalledTimes(1)
    answer('fetched')
    await expect(joined).resolves.toBe('fetched')
  })

  it('query.fetch without options asks as the query was asked before, or as an observer of it would', async () => {
    const { client, query } = openCache()
    client.setQueryData(queryKey, 'before')
    const observer = new QueryObserver(client, { queryKey, queryFn: () => 'fetched', enabled: false })
    observer.subscribe(nothing)
    await query()?.fetch(undefined, { cancelRefetch: false })
    expect(query()?.state.data).toBe('fetched')
  })

  it('a query function is given the client, the key and, for pages, the cursor', async () => {
    const { client } = openCache()
    const contexts: object[] = []
    const queryFn = (context: object) => (contexts.push(context), 'fetched')
    await client.fetchQuery({ queryKey, queryFn })
    await client.fetchInfiniteQuery({ queryKey: [...queryKey, 'pages'], queryFn, initialPageParam: 'c' })
    expect(contexts[0]).toMatchObject({ queryKey })
    expect(contexts[1]).toMatchObject({ pageParam: 'c' })
    expect(contexts.every((context) => 'client' in context && context.client === client)).toBe(true)
  })

  it('retry may be a function of the failures so far and the error', async () => {
    const { client } = openCache()
    const retry = vi.fn<(failures: number, error: Error) => boolean>((failures) => failures < 1)
    const queryFn = vi.fn<() => Promise<string>>(() => Promise.reject(new Error('failed')))
    await expect(client.fetchQuery({ queryKey, queryFn, retry, retryDelay: 1 })).rejects.toThrow('failed')
    expect(retry.mock.calls.map(([failures, { message }]) => [failures, message])).toEqual([
      [0, 'failed'],
      [1, 'failed'],
    ])
    expect(queryFn).toHaveBeenCalledTimes(2)
  })

  it('retry: false in one fetch of query.options is no retry, whatever the query was asked with', async () => {
    const { client, query } = openCache()
    const queryFn = vi.fn<() => Promise<string>>(() => Promise.reject(new Error('failed')))
    client.setQueryData(queryKey, 'before')
    new QueryObserver(client, { queryKey, queryFn, enabled: false, retry: 3, retryDelay: 1 }).subscribe(nothing)
    await expect(query()?.fetch({ ...query()?.options, retry: false }, { cancelRefetch: false })).rejects.toThrow(
      'failed',
    )
    expect(queryFn).toHaveBeenCalledTimes(1)
  })
})

describe('invalidation', () => {
  it('cancels a running refetch and asks anew', async () => {
    const { client, query } = openCache()
    const { queryFn, waiting } = asked<string>()
    client.setQueryData(queryKey, 'before')
    new QueryObserver(client, { queryKey, queryFn }).subscribe(nothing)
    void client.invalidateQueries({ queryKey: ['live'] })
    await settle()
    expect(queryFn).toHaveBeenCalledTimes(2)
    waiting[0]?.resolve('asked before')
    await settle()
    expect(query()?.state.data).toBe('before')
    waiting[1]?.resolve('asked after')
    await settle()
    expect(query()?.state).toMatchObject({ data: 'asked after', isInvalidated: false })
  })

  it('does not cancel a first fetch, whose result counts as an answer; its promise is the query’s', async () => {
    const { client, query } = openCache()
    const { queryFn, answer } = asked<string>()
    new QueryObserver(client, { queryKey, queryFn }).subscribe(nothing)
    const promise = query()?.promise
    void client.invalidateQueries({ queryKey })
    await settle()
    expect(queryFn).toHaveBeenCalledTimes(1)
    answer('asked before')
    await promise
    await settle()
    expect(query()?.state).toMatchObject({ data: 'asked before', isInvalidated: false })
  })

  it('by query.invalidate() marks and asks nobody; told once, however often it is said', async () => {
    const { client, query, events } = openCache()
    const { queryFn } = asked<string>()
    client.setQueryData(queryKey, 'before')
    new QueryObserver(client, { queryKey, queryFn, staleTime: Infinity }).subscribe(nothing)
    events.length = 0
    query()?.invalidate()
    query()?.invalidate()
    await settle()
    expect(queryFn).not.toHaveBeenCalled()
    expect(events.filter((event) => event.startsWith('updated'))).toEqual(['updated: invalidate'])
    expect(query()?.state.isInvalidated).toBe(true)
  })

  it('makes a query stale whatever its staleTime says', async () => {
    const { client, query } = openCache()
    const { queryFn } = asked<string>()
    client.setQueryData(queryKey, 'before')
    query()?.invalidate()
    new QueryObserver(client, { queryKey, queryFn, staleTime: () => Infinity }).subscribe(nothing)
    expect(queryFn).toHaveBeenCalledTimes(1)
  })
})

describe('staleTime as a function', () => {
  it('is asked with the query each time somebody looks anew, and Infinity means no fetch', async () => {
    const { client, query } = openCache()
    client.setQueryData(queryKey, 'before', { updatedAt: 1 })
    const { queryFn } = asked<string>()
    const given: unknown[] = []
    let vouched = true
    const staleTime = (query: unknown) => {
      given.push(query)
      return vouched ? Infinity : 0
    }
    const look = () => new QueryObserver(client, { queryKey, queryFn, staleTime }).subscribe(nothing)
    look()()
    expect(queryFn).not.toHaveBeenCalled()
    expect(given).toContain(query())
    vouched = false
    look()
    expect(queryFn).toHaveBeenCalledTimes(1)
  })
})

describe('the events of a QueryCache', () => {
  it('tell of a query’s life in order', async () => {
    const { client, events } = openCache()
    const { queryFn, answer } = asked<string>()
    const observer = new QueryObserver(client, { queryKey, queryFn })
    const leave = observer.subscribe(nothing)
    answer('fetched')
    await settle()
    client.setQueryData(queryKey, 'written')
    leave()
    client.removeQueries({ queryKey })
    expect(events.filter((event) => event !== 'observerResultsUpdated')).toEqual([
      'added',
      'observerAdded',
      'updated: fetch',
      'updated: success',
      'updated: manual success',
      'observerRemoved',
      'removed',
    ])
  })

  it('come within the commit, but after observers computed their results: a net, which may write what is right', () => {
    const { client, cache, query } = openCache()
    client.setQueryData(queryKey, 'before')
    const observer = new QueryObserver(client, { queryKey, staleTime: Infinity })
    observer.subscribe(nothing)
    const told: unknown[] = []
    cache.subscribe((event) => {
      if (nameOf(event) !== 'updated: success') return
      told.push(event.query.state.data, observer.getCurrentResult().data)
      event.query.setData('right', { manual: true })
    })
    query()?.setData('wrong', { manual: false })
    expect(told).toEqual(['wrong', 'wrong'])
    expect(query()?.state.data).toBe('right')
    expect(observer.getCurrentResult().data).toBe('right')
  })

  it('name a failed fetch as an error', async () => {
    const { client, events } = openCache()
    const { queryFn, fail } = asked<string>()
    client.fetchQuery({ queryKey, queryFn }).catch(nothing)
    fail()
    await settle()
    expect(events.at(-1)).toBe('updated: error')
  })

  it('tell of a commit that changed nothing, too', async () => {
    const { client, events } = openCache()
    client.setQueryData(queryKey, 'same')
    events.length = 0
    await client.fetchQuery({ queryKey, queryFn: () => 'same' })
    expect(events).toContain('updated: success')
  })

  it('name query.reset as setState: it drops the data, and silently the fetch that runs', async () => {
    const { client, query, events } = openCache()
    const { queryFn, answer } = asked<string>()
    new QueryObserver(client, { queryKey, queryFn }).subscribe(nothing)
    answer('fetched')
    await settle()
    query()?.fetch().catch(nothing)
    await settle()
    events.length = 0
    query()?.reset()
    expect(query()?.state).toMatchObject({ data: undefined, status: 'pending', fetchStatus: 'idle' })
    expect(events.filter((event) => event.startsWith('updated'))).toEqual(['updated: setState'])
    answer('of the former user')
    await settle()
    expect(query()?.state.data).toBeUndefined()
  })

  it('tell of each query that client.clear() removes', () => {
    const { client, events } = openCache()
    client.setQueryData(queryKey, 1)
    client.setQueryData(['live', 'pitch', 2], 2)
    events.length = 0
    client.clear()
    expect(events).toEqual(['removed', 'removed'])
  })
})

describe('observers', () => {
  it('that are disabled are observers, but make no query active; changing that is told', () => {
    const { client, query, events } = openCache()
    client.setQueryData(queryKey, 'before')
    const options = { queryKey, queryFn: () => 'fetched', staleTime: Infinity }
    const observer = new QueryObserver(client, { ...options, enabled: false })
    observer.subscribe(nothing)
    expect([query()?.getObserversCount(), query()?.isActive()]).toEqual([1, false])
    observer.setOptions({ ...options, enabled: true })
    expect(query()?.isActive()).toBe(true)
    expect(events).toContain('observerOptionsUpdated')
  })

  it('are listed with their own options, meta included', () => {
    const { client, query } = openCache()
    client.setQueryData(queryKey, 'before')
    for (const refreshInterval of [1, 2]) {
      new QueryObserver(client, { queryKey, staleTime: Infinity, meta: { refreshInterval } }).subscribe(nothing)
    }
    expect(query()?.observers.map(({ options }) => options.meta?.['refreshInterval'])).toEqual([1, 2])
  })

  it('that leave during a fetch whose signal nobody read let it end, and its result stays', async () => {
    const { client, query } = openCache()
    const { queryFn, answer } = asked<string>()
    const leave = new QueryObserver(client, { queryKey, queryFn: (context) => queryFn(context.queryKey) }).subscribe(
      nothing,
    )
    leave()
    answer('fetched')
    await settle()
    expect(query()?.state.data).toBe('fetched')
  })
})

describe('the cache', () => {
  it('is found by the hash that defaultQueryOptions tells, or by prefix', () => {
    const { client, cache } = openCache()
    client.setQueryData(queryKey, 1)
    client.setQueryData(['of the host'], 2)
    const query = cache.get(client.defaultQueryOptions({ queryKey }).queryHash)
    expect(query?.queryKey).toEqual(queryKey)
    expect(cache.findAll({ queryKey: ['live'] })).toEqual([query])
    expect(cache.findAll({ queryKey: ['live'], predicate: ({ state }) => state.data === 2 })).toEqual([])
  })

  it('does not get a removed query back by writing to it; whoever asks for the key gets another one', () => {
    const { client, query } = openCache()
    client.setQueryData(queryKey, 1)
    const removed = query()
    client.removeQueries({ queryKey })
    removed?.setData(2, { manual: true })
    expect(query()).toBeUndefined()
    client.setQueryData(queryKey, 3)
    expect(query()).not.toBe(removed)
  })

  it('is not written by an updater that returns undefined', () => {
    const { client, query } = openCache()
    client.setQueryData(queryKey, nothing)
    expect(query()).toBeUndefined()
  })
})

describe('notifyManager.batch', () => {
  it('tells all that was written in it in one go', async () => {
    const { client, cache } = openCache()
    const keys = [1, 2, 3].map((n) => ['live', 'pitch', n])
    const flushes: number[][] = []
    let flush: number[] | null = null
    for (const queryKey of keys) {
      client.setQueryData(queryKey, 0)
      // As useQuery listens.
      const listener = notifyManager.batchCalls(() => {
        if (!flush) {
          const next: number[] = []
          flush = next
          flushes.push(next)
          queueMicrotask(() => (flush = null))
        }
        flush.push(Number(queryKey[2]))
      })
      new QueryObserver(client, { queryKey, staleTime: Infinity }).subscribe(listener)
    }
    await settle()
    flushes.length = 0
    notifyManager.batch(() => {
      for (const query of cache.getAll()) query.setData(1, { manual: true })
    })
    expect(flushes).toEqual([])
    await settle()
    expect(flushes).toEqual([[1, 2, 3]])
  })
})

describe('what goes from a server to a page', () => {
  const live = { positions: [{ epoch: 'e', offset: 7 }] }

  it('includes the meta of a query, also one that the query object has of its own', async () => {
    const { client, query } = openCache()
    await client.prefetchQuery({ queryKey, queryFn: () => 'fetched', meta: { refreshInterval: 1 } })
    const found = query()
    if (!found) throw new Error('There is no query')
    expect(dehydrate(client).queries[0]?.meta).toEqual({ refreshInterval: 1 })
    Object.defineProperty(found, 'meta', { get: () => ({ ...found.options.meta, live }) })
    expect(dehydrate(client).queries[0]?.meta).toEqual({ refreshInterval: 1, live })
    new QueryObserver(client, { queryKey, staleTime: Infinity }).subscribe(nothing)
    expect(dehydrate(client).queries[0]?.meta).toEqual({ live })
  })

  it('makes a query that has its data and meta by the time it is told of', () => {
    const server = openCache()
    server.client.setQueryData(queryKey, { n: 1 })
    server.query()?.setOptions({ queryKey, meta: { live } })
    const page = openCache()
    const told: unknown[] = []
    page.cache.subscribe(({ type, query }) => told.push([type, query.state.data, query.options.meta]))
    hydrate(page.client, JSON.parse(JSON.stringify(dehydrate(server.client))) as object)
    expect(told).toEqual([['added', { n: 1 }, { live }]])
  })

  it('loses that meta with the first observer, which brings its own options', () => {
    const { client, query } = openCache()
    client.setQueryData(queryKey, 1)
    query()?.setOptions({ queryKey, meta: { live } })
    new QueryObserver(client, { queryKey, staleTime: Infinity }).subscribe(nothing)
    expect(query()?.options.meta).toBeUndefined()
  })

  it('over a query that is there is told as setState, and only if it is newer', () => {
    const server = openCache()
    server.client.setQueryData(queryKey, 'of the server', { updatedAt: 2 })
    const page = openCache()
    page.client.setQueryData(queryKey, 'of the page', { updatedAt: 1 })
    page.events.length = 0
    hydrate(page.client, dehydrate(server.client))
    hydrate(page.client, dehydrate(server.client))
    expect(page.events).toEqual(['updated: setState'])
    expect(page.query()?.state.data).toBe('of the server')
  })
})
