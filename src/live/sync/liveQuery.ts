import type { DataTag, InfiniteData, Query, QueryClient, QueryFunction, QueryKey } from '@tanstack/react-query'
import { atCommit, LIVE } from './cache.js'
import { isHydrated } from './hydration.js'
import { HEAD, PAGES } from './shape.js'
import { SnapshotError, type Written } from '../backend.js'
import { isPage } from '../environment.js'
import type { AnyStream, DataOf, PageOf, Param, ParamOf } from '../../protocol/stream.js'

/** What the options need of an engine; found through the query function's own `client`, so options live at module level. */
export interface Source {
  readonly fetch: (client: QueryClient, queryKey: QueryKey) => Promise<unknown>
  readonly fetchPage: (client: QueryClient, queryKey: QueryKey, cursor: string) => Promise<unknown>
  readonly get: (path: string) => Promise<unknown>
  readonly write: (written: Written) => Promise<unknown>
  /** Does the stream vouch for this query, so that nothing is to be fetched? */
  readonly vouches: (query: Query) => boolean
  /** Does it show all that the stream has brought so far? */
  readonly isCaughtUp: (query: Query) => boolean
  readonly attach: (client: QueryClient) => void
}

const sources = new WeakMap<QueryClient, Source>()
const running = new Set<Source>()

/** Makes a source answer for a client. */
export const bind = (client: QueryClient, source: Source): void => void sources.set(client, source)

export const unbind = (client: QueryClient, source: Source): void => {
  if (sources.get(client) === source) sources.delete(client)
}

/** Makes a source answer for clients that nobody bound: a provider may stand above the `QueryClientProvider`. */
export function offer(source: Source): () => void {
  running.add(source)
  return () => void running.delete(source)
}

function sourceFor(client: QueryClient): Source {
  const bound = sources.get(client)
  if (bound) return bound
  const source = [...running].at(-1)
  if (!source)
    throw new Error('No live connection for this QueryClient: render a <WebSocketProvider>, or call attach()')
  source.attach(client)
  return source
}

export type LiveKey<Name extends string = string, P extends Param = Param> = readonly [typeof LIVE, Name, P]

/** Plain TanStack Query options. */
export interface LiveQueryOptions<Data, Key extends QueryKey> {
  queryKey: DataTag<Key, Data, Error>
  queryFn: QueryFunction<Data, Key>
  staleTime: (query: Query<Data, Error, Data, Key>) => number
  structuralSharing: (previous: unknown, next: unknown) => unknown
  retry: (failures: number, error: Error) => boolean
  refetchOnWindowFocus: false
  refetchOnReconnect: false
}

const RETRIES = 2

/**
 * Options of a query that the stream keeps live: `useQuery(liveQuery(pitch, 42))`. While the stream vouches for it nothing
 * is refetched; while it does not, the query is polled. `fetchQuery` returns the snapshot as it came, without the events
 * that follow it: read the cache instead.
 */
export function liveQuery<S extends AnyStream>(
  stream: S,
  param: ParamOf<S>,
): LiveQueryOptions<DataOf<S>, LiveKey<S['name'], ParamOf<S>>> {
  const queryKey = [LIVE, stream.name, param] as const
  return {
    // DataTag is a brand that exists in types only.
    queryKey: queryKey as DataTag<LiveKey<S['name'], ParamOf<S>>, DataOf<S>, Error>,
    // What arrives was checked against the stream's own schema, which is where DataOf comes from.
    queryFn: ({ client }) => sourceFor(client).fetch(client, queryKey) as Promise<DataOf<S>>,
    // A query looks the same to us whatever it holds.
    staleTime: (query) => (vouchedFor(query as unknown as Query) ? Number.POSITIVE_INFINITY : 0),
    structuralSharing: atCommit,
    retry: mayRetry,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  }
}

/** Plain options for `useInfiniteQuery`. */
export interface LivePagesOptions<Page, Key extends QueryKey> {
  queryKey: DataTag<Key, InfiniteData<Page, string>, Error>
  queryFn: QueryFunction<Page, Key, string>
  initialPageParam: string
  getNextPageParam: (page: Page) => string | null
  staleTime: number
  structuralSharing: (previous: unknown, next: unknown) => unknown
  retry: (failures: number, error: Error) => boolean
  refetchOnWindowFocus: false
  refetchOnReconnect: false
}

/**
 * Options for `useInfiniteQuery` over a list in pages: the first is the snapshot itself, the others what lies behind it.
 * Events change the items where they stand; each page keeps the position at which it was read.
 * @param cursor a snapshot's `nextCursor`, to begin behind it
 */
export function livePages<S extends AnyStream>(
  stream: S,
  param: ParamOf<S>,
  cursor: string = HEAD,
): LivePagesOptions<PageOf<S>, readonly [typeof LIVE, S['name'], ParamOf<S>, typeof PAGES, string]> {
  const queryKey = [LIVE, stream.name, param, PAGES, cursor] as const
  return {
    // DataTag is a brand that exists in types only.
    queryKey: queryKey as DataTag<typeof queryKey, InfiniteData<PageOf<S>, string>, Error>,
    // What arrives was checked against the stream's own schema, which is where PageOf comes from.
    queryFn: ({ client, pageParam }) => sourceFor(client).fetchPage(client, queryKey, pageParam) as Promise<PageOf<S>>,
    initialPageParam: cursor,
    // Every page of a stream ends with the cursor of the next one.
    getNextPageParam: (page) => (page as { readonly nextCursor?: string | null }).nextCursor ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: atCommit,
    retry: mayRetry,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  }
}

/**
 * JSON over REST as whoever is signed in, for ordinary queries beside the live ones, such as those that an event
 * `invalidates`: `queryFn: ({ client }) => getJson(client, '/api/report')`. A token that is refused is replaced once.
 * @throws SnapshotError, SignedOutError
 */
export const getJson = async (client: QueryClient, path: string): Promise<unknown> => sourceFor(client).get(path)

/**
 * JSON to the server as whoever is signed in, for what is no command of a stream:
 * `mutationFn: (data) => sendJson(client, { method: 'PUT', path: '/api/profile', body: data })`.
 * @throws SnapshotError, SignedOutError
 */
export const sendJson = async (client: QueryClient, written: Written): Promise<unknown> =>
  sourceFor(client).write(written)

/** A page can wait; whoever waits for a page to be rendered cannot. */
export const mayRetry = (failures: number, error: Error): boolean => isPage() && failures < RETRIES && !isFinal(error)

/** Asking again cannot help. */
export const isFinal = (error: unknown): boolean =>
  error instanceof SignedOutError ||
  (error instanceof SnapshotError && error.status >= 400 && error.status < 500 && error.status !== 429)

/** Nobody is signed in, so there is nobody to fetch for. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError'
  constructor() {
    super('Nobody is signed in')
  }
}

const vouchers = new WeakMap<Query, Source>()

/** Remembers whom to ask about a query: `staleTime` is given nothing but the query itself. */
export const vouchFor = (query: Query, source: Source): void => void vouchers.set(query, source)

const vouchedFor = (query: Query): boolean => isHydrated(query) || (vouchers.get(query)?.vouches(query) ?? false)

/** Does a live stream stand behind all that the query shows, with nothing more on its way? What a disk kept is not that yet. */
export const isCaughtUp = (query: Query): boolean => vouchers.get(query)?.isCaughtUp(query) ?? false
