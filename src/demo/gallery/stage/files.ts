import type { Happening, Known } from './scene.js'

type Sent = NonNullable<Known['uploads']>['uploads'][number]

const MB = 1_000_000

/** One file on its way from another page. @param percent of it that is there */
const file = (
  name: string,
  status: Sent['status'],
  megabytes: number,
  percent: number,
  rest: Partial<Sent> = {},
): Sent => ({
  uploadId: name,
  filename: name,
  bytesUploaded: Math.round((megabytes * MB * percent) / 100),
  bytesTotal: megabytes * MB,
  progress: percent,
  status,
  updatedAt: new Date().toISOString(),
  ...rest,
})

const STEPS = 21
const FIRST_STEP = 8

/** Trailers, one after the other, each in 21 steps. */
const trailer = (beat: number): Sent => {
  const percent = ((beat + FIRST_STEP) % STEPS) * 5
  const status = percent === 0 ? 'queued' : percent === 100 ? 'completed' : 'uploading'
  return file(`Trailer, take ${1 + Math.floor((beat + FIRST_STEP) / STEPS)}.mov`, status, 480, percent)
}

export const underWay = (): Known => ({
  uploads: {
    uploads: [
      trailer(0),
      file('مشهد الافتتاح.mp4', 'uploading', 12, 30, { bytesTotal: null }),
      file('Seven Kinds of Rain: look book, second version with the notes of all departments.pdf', 'paused', 64, 64),
      file('Deck.pdf', 'queued', 7.4, 0),
    ],
  },
})

export const failed = (): Known => ({
  uploads: {
    uploads: [
      file('Budget.xlsx', 'error', 2.1, 20, { error: 'storage' }),
      file('Casting.mov', 'error', 910, 71, { error: 'expired' }),
    ],
  },
})

export const ended = (): Known => ({
  uploads: {
    uploads: [
      file('Script.pdf', 'completed', 1.3, 100),
      file('Poster.png', 'completed', 18, 100),
      file('Old script.pdf', 'cancelled', 1.2, 50),
    ],
  },
})

/** The trailers move on. */
export const moving = (beat: number): Happening => ({
  topic: 'uploads:me',
  type: 'upload_progress',
  data: trailer(beat),
})
