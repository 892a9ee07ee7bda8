import type { Query, QueryClient, QueryKey } from '@tanstack/react-query'
import { SnapshotError, type Backend, type Session, type SnapshotAnswer } from './backend.js'
import { announce } from './cache.js'
import type { Clock } from './clock.js'
import { SignedOutError } from './liveQuery.js'
import { commit, type Arriving, type Replica } from './replica.js'
import type { Replicas } from './replicas.js'
import type { Report } from './report.js'
import type { Sessions } from './sessions.js'
import type { Topics } from './topics.js'
import { parse } from '../protocol/schema.js'

export interface SnapshotsOptions {
  readonly backend: Backend
  readonly sessions: Sessions
  readonly clock: Clock
  readonly replicas: Replicas
  readonly topics: Topics
  readonly report: Report
  /** REST answered, or did not. */
  readonly onAnswer: (reached: boolean) => void
}

const TIMEOUT_MS = 15_000

/** What live queries fetch: a topic's snapshot, fit to be committed beneath the events that it lacks. */
export function createSnapshots(options: SnapshotsOptions) {
  const { backend, sessions, clock, replicas, topics, report, onAnswer } = options

  const request = async (topic: string, known: Arriving['position'], session: Session): Promise<SnapshotAnswer> => {
    const giveUp = new AbortController()
    const cancel = clock.after(TIMEOUT_MS, () => giveUp.abort(new Error('No answer within 15 s')))
    try {
      const answer = await backend.snapshot(topic, { session, known, signal: giveUp.signal })
      onAnswer(true)
      return answer
    } catch (error) {
      onAnswer(error instanceof SnapshotError && error.status > 0 && error.status < 500)
      throw error
    } finally {
      cancel()
    }
  }

  const signedIn = async (reason: 'first' | 'refused'): Promise<Session> => {
    const session = await sessions.get(reason)
    if (!session) throw new SignedOutError()
    return session
  }

  const ask = async (topic: string, known: Arriving['position']): Promise<SnapshotAnswer> => {
    const session = await signedIn('first')
    try {
      return await request(topic, known, session)
    } catch (error) {
      if (!(error instanceof SnapshotError) || error.status !== 401) throw error
      return request(topic, known, await signedIn('refused'))
    }
  }

  /** The state that an ephemeral topic brings when it is subscribed, if that is about to happen. */
  const streamed = async ({ topic }: Replica): Promise<Arriving | null> => {
    await topics.answered(topic)
    return topic.standing.is === 'streaming' ? { data: topic.standing.state, position: null } : null
  }

  const arrive = (replica: Replica, arriving: Arriving) => {
    announce(arriving, () => {
      try {
        const { data, settled } = commit(replica, arriving)
        if (settled) replica.topic.resyncs = 0
        else topics.resync(replica.topic)
        return data
      } catch (error) {
        // An event on top of it could not be applied: the snapshot stands, and what follows is asked for again.
        report({ code: 'event_failed', message: String(error), topic: replica.topic.name })
        replica.position = arriving.position
        replica.shown = arriving.data
        topics.resync(replica.topic)
        return arriving.data
      }
    })
    return arriving.data
  }

  const fetchFor = async (query: Query, replica: Replica): Promise<unknown> => {
    const { topic } = replica
    const session = await signedIn('first')
    const state = topic.stream.kind === 'ephemeral' ? await streamed(replica) : null
    if (state) return arrive(replica, state)
    const { data: shown } = query.state
    const known = shown !== undefined && shown === replica.shown && !replica.edited ? replica.position : null
    const answer = await ask(topic.name, known)
    if (sessions.current()?.userKey !== session.userKey) throw new Error('Another user signed in meanwhile')
    if (answer.unchanged) {
      // Whatever events brought meanwhile is newer still.
      announce({ data: shown, position: known }, () => query.state.data)
      return shown
    }
    const parsed = parse(topic.stream.data, answer.data)
    if (!parsed.ok) {
      const [issue] = parsed.issues
      const message = `Snapshot of ${topic.name}: ${issue?.path ?? ''}: ${issue?.message ?? 'invalid'}`
      report({ code: 'snapshot_invalid', message, topic: topic.name })
      throw new SnapshotError(200, 'snapshot_invalid', message)
    }
    return arrive(replica, { data: parsed.value, position: answer.position })
  }

  return {
    /** @throws SnapshotError, SignedOutError */
    fetch: async (client: QueryClient, queryKey: QueryKey): Promise<unknown> => {
      // By hash: `find` would hash the key of every query there is.
      const { queryHash } = client.defaultQueryOptions({ queryKey })
      const query = client.getQueryCache().get(queryHash)
      const replica = query && replicas.of(query)
      if (!query || !replica) throw new Error(`No stream is called ${String(queryKey[1])}`)
      return fetchFor(query, replica)
    },
  }
}
