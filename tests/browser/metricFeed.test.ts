import { beforeEach, describe, expect, test } from 'vitest'
import { createMetricFeed, type MetricFeed, type Metrics } from '../../src/components/metrics/metricFeed.js'
import { metricsLabels } from '../../src/components/metrics/metricsLabels.js'
import { metricTile } from '../../src/components/metrics/metricWords.js'
import { nextTrack, VALUES_KEPT, type MetricTrack } from '../../src/components/metrics/metricTrack.js'
import { SPARK_HEIGHT, SPARK_WIDTH, sparkPath } from '../../src/components/metrics/sparkPath.js'
import { formatClockTime, formatMoment } from '../../src/components/shell/format.js'
import { manualClock, type ManualClock } from '../support/manualClock.js'

const UPDATED = '2026-05-01T11:59:00.000Z'
const metrics = (pitchViews: number): Metrics => ({
  pitchViews,
  totalRevenue: 0,
  activeInvestors: 0,
  newMessages: 0,
  updatedAt: UPDATED,
})

let clock: ManualClock
let feed: MetricFeed
/** What was painted, in order. */
let painted: (number | null)[]
const take = (pitchViews: number, isCurrent = true) =>
  feed.take({ metrics: metrics(pitchViews), at: clock.now(), isCurrent })

beforeEach(() => {
  clock = manualClock()
  feed = createMetricFeed(clock)
  painted = []
  feed.subscribe(() => painted.push(feed.get().metrics?.pitchViews ?? null))
})

describe('the pace of a feed', () => {
  test('twenty updates a second are four paints a second, at most, and the last of them is the last value', () => {
    for (let n = 1; n <= 200; n += 1) {
      take(n)
      clock.advance(50)
    }
    clock.advance(250)
    expect(painted.length).toBeLessThanOrEqual(41)
    expect(painted.length).toBeGreaterThan(35)
    expect(painted.at(-1)).toBe(200)
  })

  test('a single change waits for nothing', () => {
    take(1)
    expect(painted).toEqual([1])
    clock.advance(250)
    take(2)
    expect(painted).toEqual([1, 2])
  })

  test('what changes nothing paints nothing', () => {
    const known = { metrics: metrics(1), at: clock.now(), isCurrent: true }
    feed.take(known)
    clock.advance(1_000)
    feed.take(known)
    clock.advance(1_000)
    expect(painted).toEqual([1])
  })

  test('paused, it stays as it is, and says of when; resumed, it shows the newest at once', () => {
    take(1)
    clock.advance(1_000)
    const pausedAt = clock.now()
    feed.pause()
    take(2)
    clock.advance(5_000)
    take(3)
    expect(feed.get()).toMatchObject({ metrics: { pitchViews: 1 }, pausedAt })
    feed.resume()
    expect(feed.get()).toMatchObject({ metrics: { pitchViews: 3 }, pausedAt: null })
    expect(feed.get().tracks.pitchViews?.values).toEqual([1, 3])
  })

  test('paused while something waits to be painted, it is not painted after all', () => {
    take(1)
    take(2)
    feed.pause()
    clock.advance(1_000)
    expect(painted.at(-1)).toBe(1)
  })

  test('when there is nothing to know any more, nothing that was seen is left, at once, paused or not', () => {
    take(1)
    take(2)
    feed.pause()
    feed.take(null)
    expect(feed.get()).toEqual({ metrics: null, tracks: {}, pausedAt: null })
    clock.advance(1_000)
    expect(feed.get().metrics).toBeNull()
    take(9)
    expect(feed.get().tracks.pitchViews).toMatchObject({ first: 9, values: [9] })
  })

  test('what a disk remembers is shown, but was not seen to happen', () => {
    take(5, false)
    expect(feed.get()).toMatchObject({ metrics: { pitchViews: 5 }, tracks: {} })
    clock.advance(1_000)
    take(8)
    expect(feed.get().tracks.pitchViews).toMatchObject({ first: 8, values: [8] })
  })
})

describe('what was seen of a metric', () => {
  const seen = (values: readonly number[], gap = 250) => {
    let track: MetricTrack | undefined
    for (const [n, value] of values.entries()) track = nextTrack(track, value, 7, n * gap)
    return track
  }
  test('the last sixty values are kept, and the first', () => {
    const track = seen(Array.from({ length: 200 }, (_, n) => n))
    expect(track?.values).toHaveLength(VALUES_KEPT)
    expect(track?.values[0]).toBe(140)
    expect(track?.first).toBe(0)
    expect(track?.since).toBe(7)
  })
  test('the first value is no change, and what stays the same is none', () => {
    expect(seen([4])?.flashes).toBe(0)
    expect(seen([4, 4, 4])?.values).toEqual([4])
  })
  test('four changes a second flash once a second', () => {
    expect(seen(Array.from({ length: 41 }, (_, n) => n))?.flashes).toBe(10)
  })
})

describe('what a tile says', () => {
  const now = new Date()
  const since = now.getTime() - 1
  const say = (first: number, value: number, more: object = {}) =>
    metricTile({
      name: 'totalRevenue',
      value,
      track: { first, since, values: [first, value], flashes: 0, flashedAt: 0 },
      currency: 'USD',
      labels: metricsLabels,
      locale: 'en-US',
      ...more,
    })
  const at = formatClockTime(since, 'en-US')
  test.each([
    [100, 112, `up 12% since ${at}`],
    [100, 88, `down 12% since ${at}`],
    [100, 100.4, `up 0.4% since ${at}`],
    [-100, -50, `up 50% since ${at}`],
    [0, 5, `up $5 since ${at}`],
    [5, 5, `no change since ${at}`],
  ])('from %d to %d is "%s"', (first, value, change) => expect(say(first, value).change).toBe(change))

  test('since another day is said with the day', () => {
    const longAgo = Date.UTC(2026, 0, 2, 12)
    const track = { first: 1, since: longAgo, values: [1], flashes: 0, flashedAt: 0 }
    expect(say(1, 1, { track }).change).toBe(`no change since ${formatMoment(longAgo, 'en-US')}`)
  })
  test('its chart in words', () => expect(say(100, 88).summary).toBe('Lowest $88, highest $100, latest $88'))
  test('nothing is said of what was not seen', () =>
    expect(say(1, 2, { track: undefined })).toMatchObject({ text: '$2', change: null, summary: null, values: [] }))
})

describe('a small chart', () => {
  const pointsOf = (line: string) => [...line.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
  test('reaches from end to end, the lowest at the bottom, within its box', () => {
    const points = pointsOf(sparkPath([5, 1, 9]).line)
    expect(points.map(([x]) => x)).toEqual([0, SPARK_WIDTH / 2, SPARK_WIDTH])
    const [middle, lowest, highest] = points.map(([, y]) => y ?? 0)
    expect(lowest).toBeGreaterThan(middle ?? 0)
    expect(highest).toBeLessThan(middle ?? 0)
    for (const [, y] of points) expect(y).toBeLessThan(SPARK_HEIGHT)
    for (const [, y] of points) expect(y).toBeGreaterThan(0)
  })
  test('what never changed is a line in the middle', () => {
    expect(sparkPath([3]).line).toBe(`M0 ${SPARK_HEIGHT / 2}H${SPARK_WIDTH}`)
    expect(sparkPath([0, 0]).line).not.toContain('NaN')
  })
})
