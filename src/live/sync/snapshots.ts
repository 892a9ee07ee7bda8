import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import { announce, arrived } from './cache.js'
import type { Layers } from './layers.js'
import { SignedOutError } from './liveQuery.js'
import { commit, notePlaces, type Part, type Replica } from './replica.js'
import type { Replicas } from './replicas.js'
import type { Topic } from './topic.js'
import { HEAD } from './shape.js'
import type { Topics } from './topics.js'
import { SnapshotError, type Backend, type Session, type SnapshotAnswer, type Written } from '../backend.js'
import type { Clock } from '../clock.js'
import { createQuestions } from '../questions.js'
import type { Sessions } from '../connection/sessions.js'
import type { Report } from '../reports/report.js'
import { parse, type Schema } from '../../protocol/schema.js'
import type { Position } from '../../protocol/stream.js'

/** What live queries fetch: snapshots and pages, fit to be committed beneath the events that they lack. */
export interface Snapshots {
  /** @throws SnapshotError, SignedOutError */
  readonly fetch: (client: QueryClient, queryKey: QueryKey) => Promise<unknown>
  /** One page of older items, from `cursor` on. @throws SnapshotError, SignedOutError */
  readonly fetchPage: (client: QueryClient, queryKey: QueryKey, cursor: string) => Promise<unknown>
  /** Anything else over REST. @throws SnapshotError, SignedOutError */
  readonly get: (path: string) => Promise<unknown>
  /** Anything else over REST that changes something. @throws SnapshotError, SignedOutError */
  readonly write: (written: Written) => Promise<unknown>
  /** Nobody waits for an answer any more. */
  readonly dispose: () => void
}

/** What was confirmed before this page, if anything of it is kept. */
export interface Memory {
  readonly read: (topic: Topic) => Promise<{ readonly data: object; readonly position: Position } | null>
  /** The replica shows something new. */
  readonly touch: (replica: Replica) => void
}

export interface SnapshotsOptions {
  readonly backend: Backend
  readonly sessions: Sessions
  readonly clock: Clock
  readonly replicas: Replicas
  readonly topics: Topics
  readonly layers: Layers
  readonly report: Report
  /** What the last visit left, if anything is kept. */
  readonly memory: Memory | null
  /** REST answered, or did not. */
  readonly onAnswer: (reached: boolean) => void
}

const TIMEOUT_MS = 15_000

export function createSnapshots(options: SnapshotsOptions): Snapshots {
  const { backend, sessions, clock, replicas, topics, layers, report, memory, onAnswer } = options
  /** Parts that no commit has shown yet. */
  const fresh = new WeakMap<object, Part>()
  const recalled = new WeakSet<Replica>()
  const questions = createQuestions(clock, TIMEOUT_MS)

  const signedIn = async (reason: 'first' | 'refused'): Promise<Session> => {
    const session = await sessions.get(reason)
    if (!session) throw new SignedOutError()
    return session
  }
  const request = async <T>(
    ask: (session: Session, signal: AbortSignal) => Promise<T>,
    session: Session,
  ): Promise<T> => {
    try {
      const answer = await questions.ask((signal) => ask(session, signal))
      onAnswer(true)
      return answer
    } catch (error) {
      onAnswer(error instanceof SnapshotError && error.status > 0 && error.status < 500)
      throw error
    }
  }
  /** Asks as whoever is signed in; a token that is refused is replaced once. */
  const asUser = async <T>(ask: (session: Session, signal: AbortSignal) => Promise<T>): Promise<T> => {
    const session = await signedIn('first')
    const answer = await request(ask, session).catch(async (error: unknown) => {
      if (!(error instanceof SnapshotError) || error.status !== 401) throw error
      // Another request may have been told already, and brought a new token.
      const isReplaced = sessions.current()?.token !== session.token
      return request(ask, await signedIn(isReplaced ? 'first' : 'refused'))
    })
    if (sessions.current()?.userKey !== session.userKey) throw new Error('Another user signed in meanwhile')
    return answer
  }

  const checked = (topic: string, schema: Schema<unknown>, data: unknown): object => {
    const parsed = parse(schema, data)
    if (parsed.ok && typeof parsed.value === 'object' && parsed.value !== null) return parsed.value
    const [issue] = parsed.ok ? [] : parsed.issues
    const message = `Snapshot of ${topic}: ${issue?.path ?? ''}: ${issue?.message ?? 'must be an object'}`
    report({ code: 'snapshot_invalid', message, topic })
    throw new SnapshotError(200, 'snapshot_invalid', message)
  }

  const complete = (replica: Replica, next: unknown): unknown => {
    const { topic, shape } = replica
    try {
      const { data, settled } = commit(
        replica,
        next,
        (part) => (typeof part === 'object' && part !== null ? fresh.get(part) : undefined),
        (layer, error) => layers.onBroken(topic, layer, error),
      )
      if (settled) topic.resyncs = 0
      else topics.resync(topic)
      memory?.touch(replica)
      return data
    } catch (error) {
      // An event on top of it could not be applied: the snapshot stands, and what follows is asked for again.
      report({ code: 'event_failed', message: String(error), topic: topic.name })
      replica.parts = shape.split(next).map((data) => ({ data, position: null }))
      replica.shown = next
      topics.resync(topic)
      return next
    } finally {
      for (const part of shape.split(next)) if (typeof part === 'object' && part !== null) arrived(part)
    }
  }
  const arrive = (replica: Replica, data: object, position: Part['position']): object => {
    fresh.set(data, { data, position })
    announce(data, { complete: (next) => complete(replica, next) })
    return data
  }

  /** The state that an ephemeral topic brings when it is subscribed, if that is about to happen. */
  const streamed = async ({ topic }: Replica): Promise<object | null> => {
    await topics.answered(topic)
    const { standing } = topic
    return standing.is === 'streaming' && typeof standing.state === 'object' ? standing.state : null
  }

  /** What the last visit left, once: whoever asks again wants to know what is true now. */
  const remembered = async (replica: Replica): ReturnType<Memory['read']> => {
    if (!memory || recalled.has(replica)) return null
    recalled.add(replica)
    return memory.read(replica.topic)
  }

  /** A fetch begins. It keeps what is shown now, and may come back with it: unchanged, or among other pages. */
  const begin = (client: QueryClient, queryKey: QueryKey): { query: Query; replica: Replica } => {
    // By hash: `find` would hash the key of every query there is.
    const query = client.getQueryCache().get(client.defaultQueryOptions({ queryKey }).queryHash)
    const replica = query && replicas.of(query)
    if (!query || !replica) throw new Error(`No stream is called ${String(queryKey[1])}`)
    notePlaces(replica)
    return { query, replica }
  }

  return {
    dispose: questions.dispose,
    get: (path) => {
      const { get } = backend
      if (!get) throw new Error('This backend has no get')
      return asUser((session, signal) => get(path, { session, signal }))
    },
    write: (written) => {
      const { write } = backend
      if (!write) throw new Error('This backend has no write')
      return asUser((session, signal) => write(written, { session, signal }))
    },
    fetch: async (client, queryKey) => {
      const { query, replica } = begin(client, queryKey)
      const { topic } = replica
      await signedIn('first')
      const state = topic.stream.kind === 'ephemeral' ? await streamed(replica) : null
      if (state) return arrive(replica, state, null)
      const shown = query.state.data
      const left = shown === undefined ? await remembered(replica) : null
      if (left) return arrive(replica, left.data, left.position)
      const known =
        shown !== undefined && shown === replica.shown && !replica.edited && !replica.lost
          ? replica.parts[0]?.position
          : null
      const began = backend.positions === false ? localPosition(topic) : null
      const answer: SnapshotAnswer = await asUser((session, signal) =>
        backend.snapshot(topic.name, { session, known: known ?? null, signal }),
      )
      if (answer.unchanged !== true) {
        return arrive(replica, checked(topic.name, topic.stream.data, answer.data), answer.position ?? began)
      }
      // Not fresh: its commit finds out what it is, and what events have made of it meanwhile.
      if (typeof shown === 'object' && shown !== null) announce(shown, { complete: (next) => complete(replica, next) })
      return shown
    },
    fetchPage: async (client, queryKey, cursor) => {
      const { replica } = begin(client, queryKey)
      const { topic } = replica
      const { name, stream } = topic
      const { page } = backend
      if (!page || !stream.pages) throw new Error(`${stream.name} has no pages`)
      const began = backend.positions === false ? localPosition(topic) : null
      if (cursor === HEAD) {
        const head = await asUser((session, signal) => backend.snapshot(name, { session, known: null, signal }))
        if (head.unchanged === true) throw new Error(`The backend was not asked whether ${name} has changed`)
        return arrive(replica, checked(name, stream.data, head.data), head.position ?? began)
      }
      const answer = await asUser((session, signal) => page(name, { session, cursor, signal }))
      return arrive(replica, checked(name, stream.pages.schema, answer.data), answer.position ?? began)
    },
  }
}

/** Where a snapshot without a position stands at least: it was read after all that had arrived when it was asked for. */
const localPosition = ({ standing }: Topic): Part['position'] =>
  standing.is === 'live' ? { epoch: standing.journal.epoch, offset: standing.journal.head } : null
