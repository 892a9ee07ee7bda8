import { notifyManager } from '@tanstack/react-query'
import { addresses } from './addresses.js'
import { sessionOf, storedSession, watchStoredSession } from './storedSession.js'
import { createLive, httpBackend, type Fault, type Live, type SessionRequest } from '../live/index.js'
import type { CommandTable } from '../live/createLive.js'
import type { AnyStream } from '../protocol/stream.js'
import * as ownStreams from '../protocol/streams/index.js'

export interface Configuration {
  /** e.g. `https://api.example.com`. Default: `VITE_API_URL`, else the page's own origin. */
  readonly apiUrl?: string
  /** e.g. `wss://api.example.com`. Default: `VITE_WS_URL`, else the host of `apiUrl`. */
  readonly wsUrl?: string
  /**
   * The signed-in user's token, or `null` when nobody is. Default: `localStorage.authToken`, watched.
   * `userKey` tells users apart; by default it is what the token says of them.
   */
  readonly getSession?: (request: SessionRequest) => Promise<{ token: string; userKey?: string } | null>
  /**
   * Streams besides Pitchey's own, for `liveQuery` and `useLiveMutation`; those of several calls add up. The engine is
   * made with them, so they cannot come after the first render.
   */
  readonly streams?: readonly AnyStream[]
  /** Faults that no caller is waiting to be told; by default they are logged with `console.warn`. */
  readonly onError?: (fault: Fault) => void
}

type Streams = (typeof ownStreams)[keyof typeof ownStreams]
export type PitcheyCommands = CommandTable<Streams>
export type PitcheyLive = Live<PitcheyCommands>

interface Page {
  configuration: Configuration
  live: PitcheyLive | null
}

/** The page's, not this module's: a module that is loaded anew, or twice, must not open a second socket. */
const page = ((globalThis as { pitcheyLivePage?: Page }).pitcheyLivePage ??= { configuration: {}, live: null })

/**
 * Says where the backend is and who is signed in, instead of the environment and `localStorage`. Call it before the
 * first render; later calls change what the next request and the next dial use.
 * @throws Error for streams that come too late, or that cannot be told apart
 */
export function configure(next: Configuration): void {
  const known = page.configuration.streams ?? []
  const added = (next.streams ?? []).filter((stream) => !known.includes(stream))
  const [late] = page.live ? added : []
  if (late)
    throw new Error(
      `pitchey-live: the stream "${late.name}" comes too late: call configure({ streams }) before the first render`,
    )
  const streams = [...known, ...added]
  withOurs(streams)
  page.configuration = { ...page.configuration, ...next, streams }
}

/**
 * Topics are found by their stream's name, and streams by their commands.
 * @throws Error when two have one in common
 */
function withOurs(streams: readonly AnyStream[]): readonly AnyStream[] {
  const all: readonly AnyStream[] = [...Object.values(ownStreams), ...streams]
  const words = all.flatMap(({ name, commands }) => [
    `name "${name}"`,
    ...Object.keys(commands).map((type) => `command "${type}"`),
  ])
  const twice = words.find((word, n) => words.indexOf(word) !== n)
  if (twice !== undefined) throw new Error(`pitchey-live: two streams have the ${twice}`)
  return all
}

/** The page's one engine, made when it is first needed. Where there is no page, nothing is shared: each call makes one. */
export function pitcheyLive(): PitcheyLive {
  if (typeof window === 'undefined') return create(() => page.configuration)
  page.live ??= create(() => page.configuration)
  return page.live
}

/**
 * An engine of its own for each request, where pages are rendered on a server. Needs an `apiUrl` and a `getSession`; the
 * page goes on from where `dehydrate` left off, if its `getSession` tells the same `userKey`.
 *
 *     const live = createPitchey({ apiUrl, getSession: () => Promise.resolve({ token }) })
 *     live.attach(queryClient)
 *     await queryClient.prefetchQuery(pitchViews(42))
 *     const html = renderToString(… <WebSocketProvider live={live}><HydrationBoundary state={dehydrate(queryClient)}> …)
 *     live.dispose()
 */
export const createPitchey = (configuration: Configuration): PitcheyLive => create(() => configuration)

const create = (configuration: () => Configuration): PitcheyLive =>
  createLive({
    streams: withOurs(configuration().streams ?? []),
    batch: (run) => notifyManager.batch(run),
    onError: (fault) => (configuration().onError ?? warn)(fault),
    backend: httpBackend({
      apiUrl: () => where(configuration()).apiUrl,
      wsUrl: () => where(configuration()).wsUrl,
      getSession: (request) => askSession(configuration(), request),
      watchSession: (changed) => watchStoredSession(changed),
    }),
  })

async function askSession({ getSession }: Configuration, request: SessionRequest) {
  if (!getSession) return storedSession()
  const session = await getSession(request)
  if (!session) return null
  const told = sessionOf(session.token)
  return { ...told, userKey: session.userKey ?? told.userKey }
}

/**
 * What the host's own bundler puts in place of `import.meta.env.NAME`. It looks for these very words in the built file:
 * taken apart (`const { env } = import.meta`), they would be left as they are, and nothing would be found.
 */
type BuiltMeta = ImportMeta & { readonly env?: Readonly<Record<string, string | undefined>> }

function where(configuration: Configuration) {
  const apiUrl = configuration.apiUrl ?? (import.meta as BuiltMeta).env?.VITE_API_URL
  const wsUrl = configuration.wsUrl ?? (import.meta as BuiltMeta).env?.VITE_WS_URL
  return addresses(
    { ...(apiUrl ? { apiUrl } : {}), ...(wsUrl ? { wsUrl } : {}) },
    typeof location === 'undefined' ? apiUrl : location.href,
  )
}

const warn = ({ code, message }: Fault) => console.warn(`pitchey-live: ${code}: ${message}`)
