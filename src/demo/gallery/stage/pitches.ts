import type { Happening, Known } from './scene.js'

const MINUTE_MS = 60_000
const PEOPLE = [
  'Ben',
  'Cara',
  'Mónica Özdemir',
  'ليلى حداد',
  'Anneliese von Hohenfels-Wartenberg',
  '田中 美咲',
] as const

const viewers = (count: number, first: number, now: number, everyMs = MINUTE_MS) =>
  Array.from({ length: Math.min(count, 10) }, (_, n) => {
    const who = (first + n) % PEOPLE.length
    return { userId: who + 2, username: PEOPLE[who] ?? '', viewedAt: new Date(now - n * n * everyMs).toISOString() }
  })

export const views = (viewCount: number, now: number = Date.now()): NonNullable<Known['pitch']> => ({
  pitchId: 1,
  viewCount,
  uniqueViewers: Math.ceil(viewCount * 0.4),
  recentViewers: viewers(Math.min(viewCount, PEOPLE.length), 0, now - MINUTE_MS),
})

/** Somebody more opens the pitch. */
export const viewed =
  (from: number) =>
  (beat: number, now: number): Happening => ({
    topic: 'pitch:1',
    type: 'pitch_view',
    data: { ...views(from + beat, now), recentViewers: viewers(PEOPLE.length, beat, now, 17 * MINUTE_MS) },
  })

/** A day on which people sleep, and come home. */
export const day = (most: number): readonly number[] =>
  Array.from({ length: 24 }, (_, n) =>
    Math.round(most * (0.5 + 0.5 * Math.sin(n / 3.1 - 1.2)) * (0.6 + 0.4 * Math.sin(n * 2.3) ** 2)),
  )
