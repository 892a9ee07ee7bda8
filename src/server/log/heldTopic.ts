import { parse } from '../../protocol/schema.js'
import { topicOf, type ParsedTopic } from '../../protocol/topic.js'
import { numberAt, textAt, type Transaction } from '../database/database.js'

/** An event that is in the log. */
export interface PublishedEvent {
  readonly topic: string
  readonly offset: number
  readonly type: string
  readonly data: unknown
}

/** A topic whose row this transaction holds until it commits. */
export interface LockedTopic {
  readonly name: string
  /** The fold of all events so far, those of this transaction included. */
  state(): unknown
  /** The offset that the next `append` will get. */
  nextOffset(): number
}

/** The row of a topic while it is locked, and what this transaction adds to it. */
export interface HeldTopic {
  readonly handle: LockedTopic
  readonly parsed: ParsedTopic
  head: number
  floor: number
  state: unknown
  readonly added: PublishedEvent[]
}

export async function lockInOrder(tx: Transaction, topics: readonly ParsedTopic[]): Promise<readonly HeldTopic[]> {
  const named = topics.map((parsed) => ({ parsed, name: topicOf(parsed.stream, parsed.param) }))
  const held = new Map<string, HeldTopic>()
  for (const { parsed, name } of named.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    if (!held.has(name)) held.set(name, await lockOne(tx, name, parsed))
  return named.flatMap(({ name }) => held.get(name) ?? [])
}

async function lockOne(tx: Transaction, name: string, parsed: ParsedTopic): Promise<HeldTopic> {
  const [row] = await tx.query(
    `INSERT INTO rt_topic (topic, head, floor, state) VALUES ($1, 0, 0, $2)
     ON CONFLICT (topic) DO UPDATE SET head = rt_topic.head RETURNING head, floor, state`,
    [name, JSON.stringify(initialState(parsed))],
  )
  if (!row) throw new Error('An upsert returned no row')
  const topic: HeldTopic = {
    handle: { name, state: () => topic.state, nextOffset: () => topic.head + 1 },
    parsed,
    head: numberAt(row, 'head'),
    floor: numberAt(row, 'floor'),
    state: JSON.parse(textAt(row, 'state')),
    added: [],
  }
  return topic
}

export function initialState({ stream, param }: ParsedTopic): unknown {
  const initial = stream.initial as (param: unknown) => unknown // `param` was checked against the stream's schema
  return initial(param)
}

/** A wrong event must never reach the log: every client would fold it, for as long as the log lives. */
export function fold(topic: HeldTopic, type: string, data: unknown): PublishedEvent {
  const { stream } = topic.parsed
  const definition = Object.hasOwn(stream.events, type) ? stream.events[type] : undefined
  if (!definition) throw new Error(`${stream.name} has no event ${type}`)
  const parsed = parse(definition.schema, data)
  if (!parsed.ok) throw new Error(`Bad ${type}: ${parsed.issues.map((i) => `${i.path} ${i.message}`).join(', ')}`)
  const reduce = definition.reduce as (state: unknown, event: unknown) => unknown // both fit the stream's schemas
  topic.state = reduce(topic.state, parsed.value)
  topic.head += 1
  const event = { topic: topic.handle.name, offset: topic.head, type, data: parsed.value }
  topic.added.push(event)
  return event
}

export async function store(tx: Transaction, topic: HeldTopic, now: number): Promise<void> {
  const { kind, name } = topic.parsed.stream
  if (kind === 'ephemeral') throw new Error(`${name} is ephemeral and has no log`)
  const { events, maxAgeMs } = kind.retention
  const expiresAt = Number.isFinite(maxAgeMs) ? now + maxAgeMs : null
  for (const { topic: at, offset, type, data } of topic.added)
    await tx.query('INSERT INTO rt_event (topic, off, type, data, expires_at) VALUES ($1, $2, $3, $4, $5)', [
      at,
      offset,
      type,
      JSON.stringify(data),
      expiresAt,
    ])
  const floor = Math.max(topic.floor, topic.head - events)
  if (floor > topic.floor)
    await tx.query('DELETE FROM rt_event WHERE topic = $1 AND off <= $2', [topic.handle.name, floor])
  await tx.query('UPDATE rt_topic SET head = $2, floor = $3, state = $4 WHERE topic = $1', [
    topic.handle.name,
    topic.head,
    floor,
    JSON.stringify(topic.state),
  ])
}
