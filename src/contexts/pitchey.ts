import { notifyManager } from '@tanstack/react-query'
import { addresses } from './addresses.js'
import { faultInWords, type LogLevel } from './consoleLog.js'
import { developmentTools } from './development.js'
import { sessionOf, storedSession, watchStoredSession } from './storedSession.js'
import { createBrowserStore, createLive, httpBackend } from '../live/index.js'
import type { Fault, Live, LiveEvent, LiveOptions, Remember, SessionRequest, SharedStore } from '../live/index.js'
import type { CommandTable } from '../live/live.js'
import { isPage } from '../live/environment.js'
import { eraseRecords } from '../live/records/records.js'
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
  /**
   * What live queries show is kept in the browser's IndexedDB, so that a reload shows it at once, offline too, and fetches
   * only what was missed. Only in a page, never on a server.
   *
   * Nobody is shown another's: records are named by a digest of the `userKey`. Pages over plain http cannot make one, and
   * keep nothing. Records are deleted when nobody is signed in (everybody's), when another user signs in while the page is
   * open (the former one's), when the server refuses a topic, and when not shown for 30 days; 200 topics are kept, those
   * written last. Without `getSession` one user at a time is signed in, and deletes everybody else's; with it, others may be
   * signed in beside, in a frame or another tab, and theirs are left alone.
   *
   * Commands that wait to be delivered are kept as well, up to 24 h, each its user's: nobody else sees or sends them, and they
   * outlast a sign-out. Where they cannot be kept they wait in memory.
   *
   * `false`: nothing is kept, and what was is deleted.
   */
  readonly remember?: false | Remembering
  /**
   * Faults that no caller is waiting to be told: each once, and again, with a count, once a minute at most. By default
   * they are logged with `console.warn`.
   */
  readonly onError?: (fault: Fault) => void
  /** What happens that is no fault: the connection, polling, the fate of commands, who is signed in. */
  readonly onEvent?: (event: LiveEvent) => void
  /** How much the console is told in development; default `warn`. In production it is told of faults, if of anything. */
  readonly log?: LogLevel
}

export interface Remembering {
  /** Where records are kept; by default in the browser's IndexedDB. Its `update` must be one step, also between tabs. */
  readonly store?: SharedStore
  /**
   * Records that were kept with another version are not shown. Raise it when data of the same shape comes to mean something
   * else; a record that a stream's schema no longer takes is not shown in any case.
   */
  readonly version?: string
}

/** Raise it when what one of our own streams holds comes to mean something else without another shape. */
const STREAMS_VERSION = 1

type Streams = (typeof ownStreams)[keyof typeof ownStreams]
export type PitcheyCommands = CommandTable<Streams>
export type PitcheyLive = Live<PitcheyCommands>

interface Page {
  configuration: Configuration
  live: PitcheyLive | null
}

/** The page's, not this module's: a module that is loaded anew, or twice, must not open a second socket. */
const pageOf = (): Page =>
  ((globalThis as { pitcheyLivePage?: Page }).pitcheyLivePage ??= { configuration: {}, live: null })

/**
 * Says where the backend is and who is signed in, instead of the environment and `localStorage`. Call it before the
 * first render; later calls change what the next request and the next dial use.
 * @throws Error for streams or a `remember: false` that come too late, and for streams that cannot be told apart
 */
export function configure(next: Configuration): void {
  const page = pageOf()
  const known = page.configuration.streams ?? []
  const added = (next.streams ?? []).filter((stream) => !known.includes(stream))
  const [late] = page.live ? added : []
  if (late)
    throw new Error(
      `pitchey-live: the stream "${late.name}" comes too late: call configure({ streams }) before the first render`,
    )
  if (page.live && next.remember === false && page.configuration.remember !== false)
    throw new Error('pitchey-live: call configure({ remember: false }) before the first render')
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
  const page = pageOf()
  if (!isPage()) return create(() => page.configuration)
  page.live ??= createPageLive(page)
  return page.live
}

function createPageLive(page: Page): PitcheyLive {
  // Where the browser refuses to look there, there is nothing of ours either.
  if (page.configuration.remember === false)
    for (const name of [RECORDS, outboxOf(page.configuration)])
      eraseRecords(createBrowserStore(name)).catch(() => undefined)
  return create(() => page.configuration)
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

function create(configuration: () => Configuration): PitcheyLive {
  let token = ''
  const tools = developmentTools()?.({ log: () => configuration().log, token: () => token })
  const live = createLive({
    streams: withOurs(configuration().streams ?? []),
    batch: (run) => notifyManager.batch(run),
    onError: (fault) => {
      const { onError, log = 'warn' } = configuration()
      tools?.onFault(fault)
      if (onError) onError(fault)
      else if (!tools && log !== 'silent' && log !== 'error') console.warn('pitchey-live:', faultInWords(fault))
    },
    onEvent: (event) => {
      tools?.onEvent(event)
      configuration().onEvent?.(event)
    },
    ...(tools ? { onMessage: tools.onMessage } : {}),
    ...remembering(configuration()),
    ...keeping(configuration()),
    backend: httpBackend({
      apiUrl: () => where(configuration()).apiUrl,
      wsUrl: () => where(configuration()).wsUrl,
      getSession: async (request) => {
        const session = await askSession(configuration(), request)
        token = session?.token ?? token
        return session
      },
      watchSession: (changed) => watchStoredSession(changed),
    }),
  })
  if (!tools) return live
  const hide = tools.show(live)
  return {
    ...live,
    dispose: () => {
      hide()
      live.dispose()
    },
  }
}

const RECORDS = 'records'

function remembering({ remember = {}, ...configuration }: Configuration): { readonly remember?: Remember } {
  // On a server each engine is another user's, and none comes back.
  if (remember === false || !isPage()) return {}
  const { store = createBrowserStore(RECORDS), version = '' } = remember
  const { getSession, apiUrl = builtApiUrl() ?? '' } = configuration
  // Another backend has topics of the same names.
  return {
    remember: { store, version: JSON.stringify([STREAMS_VERSION, version, apiUrl]), oneUser: getSession === undefined },
  }
}

/** Another backend has users of the same names, and is sent nothing of this one's. */
const outboxOf = ({ apiUrl = builtApiUrl() ?? '' }: Configuration) => `outbox ${apiUrl}`

function keeping(configuration: Configuration): Pick<LiveOptions<AnyStream>, 'outbox'> {
  if (configuration.remember === false || !isPage()) return {}
  return { outbox: { store: createBrowserStore(outboxOf(configuration)) } }
}

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

const builtApiUrl = () => (import.meta as BuiltMeta).env?.VITE_API_URL

function where(configuration: Configuration) {
  const apiUrl = configuration.apiUrl ?? builtApiUrl()
  const wsUrl = configuration.wsUrl ?? (import.meta as BuiltMeta).env?.VITE_WS_URL
  return addresses(
    { ...(apiUrl ? { apiUrl } : {}), ...(wsUrl ? { wsUrl } : {}) },
    typeof location === 'undefined' ? apiUrl : location.href,
  )
}
