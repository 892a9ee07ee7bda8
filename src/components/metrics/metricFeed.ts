import { METRICS, type MetricName } from './metricNames.js'
import { nextTrack, type MetricTrack } from './metricTrack.js'
import type { Cancel, Clock } from '../../live/clock.js'

export type Metrics = { readonly [name in MetricName]: number } & { readonly updatedAt: string }

/** What is known of the metrics. */
export interface Known {
  readonly metrics: Metrics
  /** As of when, in ms since 1970. */
  readonly at: number
  /** Is it kept up to date? What a disk remembers is shown, but was not seen to happen. */
  readonly isCurrent: boolean
}

export interface FeedView {
  /** `null`: nothing has come yet. */
  readonly metrics: Metrics | null
  readonly tracks: { readonly [name in MetricName]?: MetricTrack }
  /** Of when the numbers are, in ms since 1970, while they are held still. */
  readonly pausedAt: number | null
}

/** Between what comes and what is painted: at most four paints a second, the last value always, and a pause. */
export interface MetricFeed {
  readonly subscribe: (listener: () => void) => Cancel
  readonly get: () => FeedView
  /** @param known `null`: nothing any more, e.g. because another user signed in; all that was seen is forgotten */
  readonly take: (known: Known | null) => void
  readonly pause: () => void
  readonly resume: () => void
  /** Nobody looks any more. What was seen stays. */
  readonly stop: () => void
}

const PAINT_GAP_MS = 250
const NOTHING: FeedView = { metrics: null, tracks: {}, pausedAt: null }

export function createMetricFeed(clock: Pick<Clock, 'now' | 'wall' | 'after'>): MetricFeed {
  const listeners = new Set<() => void>()
  let view = NOTHING
  let latest: Known | null = null
  let paintedAt = Number.NEGATIVE_INFINITY
  let cancelPaint: Cancel | null = null

  const set = (next: FeedView) => {
    view = next
    for (const listener of listeners) listener()
  }
  const stop = () => {
    cancelPaint?.()
    cancelPaint = null
  }
  const paint = () => {
    stop()
    if (!latest) return
    const { metrics, at, isCurrent } = latest
    const tracks = isCurrent ? follow(view.tracks, metrics, at, clock.now()) : view.tracks
    if (metrics === view.metrics && tracks === view.tracks) return
    paintedAt = clock.now()
    set({ ...view, metrics, tracks })
  }
  const schedule = () => {
    if (cancelPaint || view.pausedAt !== null) return
    const wait = paintedAt + PAINT_GAP_MS - clock.now()
    if (wait <= 0) paint()
    else cancelPaint = clock.after(wait, paint)
  }
  const wall = () => (clock.wall ?? clock.now)()

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    get: () => view,
    take: (known) => {
      latest = known
      if (known) return schedule()
      // At once: a former user's numbers are shown to nobody.
      stop()
      if (view !== NOTHING) set(NOTHING)
      return undefined
    },
    pause: () => {
      stop()
      if (latest && view.pausedAt === null) set({ ...view, pausedAt: latest.isCurrent ? wall() : latest.at })
    },
    resume: () => {
      if (view.pausedAt !== null) set({ ...view, pausedAt: null })
      paint()
    },
    stop,
  }
}

/** The same object when nothing has changed. */
function follow(tracks: FeedView['tracks'], metrics: Metrics, at: number, now: number): FeedView['tracks'] {
  const next = METRICS.map((name) => [name, nextTrack(tracks[name], metrics[name], at, now)] as const)
  return next.every(([name, track]) => tracks[name] === track) ? tracks : Object.fromEntries(next)
}
