/** What is sent in a run, made beforehand, and what must be seen at its end. */
import { dequal } from 'dequal/lite'
import { initial, KEYS, keyOf, topicName } from './streams.js'

export interface Message {
  readonly type: string
  readonly topic: string
  readonly epoch: string
  readonly offset: number
  readonly data: object
}

/** Everywhere alike, or key k in proportion to 1/k, as people look at things. */
export type Spread = 'uniform' | 'skewed'

export function makeFrames(count: number, spread: Spread): string[] {
  const offsets = Array.from({ length: KEYS }, () => 0)
  let seed = 42
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
  return Array.from({ length: count }, (_, n) => {
    const key = spread === 'uniform' ? Math.floor(random() * KEYS) : Math.floor(KEYS ** random()) - 1
    const offset = (offsets[key] = (offsets[key] ?? 0) + 1)
    const at = { topic: topicName(key), epoch: 'e', offset }
    const message: Message =
      key % 2 === 0
        ? { type: 'pitch_view', ...at, data: views(key + 1, n) }
        : { type: 'presence_update', ...at, data: { status: 'online', lastSeen: n } }
    return JSON.stringify(message)
  })
}

const views = (pitchId: number, n: number) => ({
  pitchId,
  viewCount: n,
  uniqueViewers: n >> 1,
  recentViewers: [n, n - 1, n - 2].map((k) => ({
    userId: (Math.abs(k) % 500) + 1,
    username: `viewer ${k}`,
    viewedAt: '2026-05-01T12:00:00.000Z',
  })),
})

// Frames are of our own making.
export const read = (frame: string): Message => JSON.parse(frame) as Message

const outcomes = new WeakMap<readonly string[], ReadonlyMap<number, object>>()

/** What every key that was told of anything is at the end. */
export function outcome(frames: readonly string[]): ReadonlyMap<number, object> {
  const known = outcomes.get(frames)
  if (known) return known
  const values = new Map<number, object>()
  for (const frame of frames) {
    const { topic, data } = read(frame)
    const key = keyOf(topic)
    values.set(key, { ...(values.get(key) ?? initial(key)), ...data })
  }
  outcomes.set(frames, values)
  return values
}

/** A contender that shows something else has done other work, and its time means nothing. */
export function expectShown(name: string, frames: readonly string[], shown: ReadonlyMap<number, unknown>): void {
  for (const [key, value] of outcome(frames)) {
    if (!dequal(shown.get(key), value))
      throw new Error(`${name} showed ${JSON.stringify(shown.get(key))} where ${JSON.stringify(value)} was sent`)
  }
}
