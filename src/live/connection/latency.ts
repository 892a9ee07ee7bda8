import { gradeOf, type Quality } from './quality.js'
import type { Clock } from '../clock.js'

/** How long the way to the server and back takes: of a ping, never of a token or a handshake. */
export interface Latency {
  readonly ms: () => number | null
  readonly quality: () => Quality
  /** Sends a ping. */
  readonly ask: () => void
  /** Sends one when the last is a while ago. */
  readonly beat: () => void
  /** @param t what the ping said */
  readonly onPong: (t: unknown) => void
  /** The link is gone: nothing is known of the next one. */
  readonly reset: () => void
}

export interface LatencyOptions {
  readonly clock: Clock
  readonly visible: () => boolean
  readonly ping: (t: number) => void
}

const EVERY_MS = 30_000
/** An answer that took longer was slept through, here or there. */
const LONGEST_MS = 10_000
const KEPT = 3

export function createLatency({ clock, visible, ping }: LatencyOptions): Latency {
  let askedAt = 0
  let ms: number | null = null
  let samples: number[] = []
  let quality: Quality = 'unknown'
  /** The ping whose answer counts: hidden pages are slow, whatever the link is like. */
  let awaited: number | null = null
  const ask = () => {
    askedAt = clock.now()
    awaited = visible() ? askedAt : null
    ping(askedAt)
  }
  return {
    ms: () => ms,
    quality: () => quality,
    ask,
    beat: () => {
      if (clock.now() - askedAt >= EVERY_MS) ask()
    },
    onPong: (t) => {
      if (awaited === null || t !== awaited || !visible()) return
      const took = clock.now() - awaited
      if (took > LONGEST_MS) return
      ms = Math.round(took)
      samples = [took, ...samples].slice(0, KEPT)
      quality = gradeOf(quality, median(samples))
    },
    reset: () => {
      ms = null
      samples = []
      quality = 'unknown'
      awaited = null
    },
  }
}

/** One answer that was late does not make a bad link. */
const median = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[Math.floor((of.length - 1) / 2)] ?? 0
