import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergeUploads, type LocalUpload, type UploadView } from '../../../src/live/uploads/view.js'
import type { UploadProgress } from '../../../src/protocol/streams/uploads.js'

const SIZE = 1000
const local = (more: Partial<LocalUpload> = {}): LocalUpload => ({
  key: 'k1',
  uploadId: 'u1',
  filename: 'a.mov',
  size: SIZE,
  bytes: 0,
  attempt: 0,
  state: { status: 'uploading', tries: 0 },
  pace: null,
  isMaking: false,
  ...more,
})
const told = (more: Partial<UploadProgress> = {}): UploadProgress => ({
  uploadId: 'u1',
  filename: 'a.mov',
  bytesUploaded: 0,
  bytesTotal: SIZE,
  progress: 0,
  status: 'uploading',
  updatedAt: '2026-05-01T12:00:00.000Z',
  ...more,
})
const merge = (
  all: { local?: LocalUpload[]; remote?: UploadProgress[]; resumable?: string[]; dismissed?: string[] } = {},
): readonly UploadView[] =>
  mergeUploads({
    local: all.local ?? [],
    remote: all.remote ?? [],
    resumable: new Set(all.resumable),
    dismissed: new Set(all.dismissed),
  })

it('whatever page and server say of it, and in whichever order, progress never falls within an attempt', () => {
  type Move = { readonly who: 'page' | 'server' | 'retry' | 'named'; readonly bytes: number }
  const moves = fc.array(
    fc.record<Move>({
      who: fc.constantFrom('page', 'page', 'page', 'server', 'server', 'retry', 'named'),
      bytes: fc.integer({ min: 0, max: 200 }),
    }),
  )
  fc.assert(
    fc.property(moves, (all) => {
      let ours = local({ uploadId: null })
      let theirs = told()
      let last: UploadView | undefined
      for (const { who, bytes } of all) {
        // As the uploader and the server each promise for themselves: neither falls within an attempt.
        if (who === 'page') ours = { ...ours, bytes: Math.min(SIZE, ours.bytes + bytes) }
        if (who === 'server') theirs = told({ bytesUploaded: Math.min(SIZE, theirs.bytesUploaded + bytes) })
        if (who === 'retry') ours = { ...ours, bytes: 0, attempt: ours.attempt + 1 }
        if (who === 'named') ours = { ...ours, uploadId: 'u1' }
        const rows = merge({ local: [ours], remote: ours.uploadId === null ? [] : [theirs] })
        expect(rows).toHaveLength(1)
        const [row] = rows
        if (row && last && last.attempt === row.attempt) {
          expect(row.bytesUploaded).toBeGreaterThanOrEqual(last.bytesUploaded)
          expect(row.progress).toBeGreaterThanOrEqual(last.progress ?? 0)
        }
        expect(row?.key).toBe('k1')
        expect(row?.progress).toBeLessThan(100)
        last = row
      }
    }),
    { numRuns: 1_000 },
  )
})

it('a hundred percent is said of what is there, and of nothing else', () => {
  const [sent] = merge({ local: [local({ bytes: SIZE, state: { status: 'processing', tries: 0 } })] })
  expect(sent).toMatchObject({ progress: 99, status: 'processing', bytesUploaded: SIZE })
  const [done] = merge({ local: [local({ state: { status: 'completed' } })] })
  expect(done).toMatchObject({ progress: 100, status: 'completed', bytesUploaded: SIZE })
})

it('those of other devices stand before those of this page, each once', () => {
  const rows = merge({ local: [local()], remote: [told({ uploadId: 'u0' }), told({ bytesUploaded: 400 })] })
  expect(rows.map(({ uploadId, isOurs, bytesUploaded }) => [uploadId, isOurs, bytesUploaded])).toEqual([
    ['u0', false, 0],
    ['u1', true, 400],
  ])
})

it('one that the stream tells of before the server answered who made it is not shown twice', () => {
  const making = local({ uploadId: null, isMaking: true })
  expect(merge({ local: [making], remote: [told({ status: 'queued' })] })).toMatchObject([{ key: 'k1' }])
  expect(merge({ local: [making], remote: [told({ status: 'queued', bytesTotal: 5 })] })).toHaveLength(2)
  expect(merge({ local: [local({ uploadId: null })], remote: [told({ status: 'queued' })] })).toHaveLength(2)
})

it('one whose file the page lost with a reload asks for it; one of another device does not', () => {
  const remote = [told({ uploadId: 'mine', status: 'paused' }), told({ uploadId: 'other', status: 'paused' })]
  expect(merge({ remote, resumable: ['mine'] }).map(({ needsFile }) => needsFile)).toEqual([true, false])
  // Another tab of this browser is sending it.
  expect(merge({ remote: [told({ uploadId: 'mine' })], resumable: ['mine'] })).toMatchObject([{ needsFile: false }])
})

it('of a size that nobody knows no percentage is said', () => {
  expect(merge({ remote: [told({ bytesTotal: null })] })).toMatchObject([{ progress: null, bytesTotal: null }])
})

it('the dismissed are not shown, under neither name', () => {
  expect(merge({ local: [local()], remote: [told()], dismissed: ['k1'] })).toEqual([])
  expect(merge({ remote: [told()], dismissed: ['u1'] })).toEqual([])
})

it('a failed one of elsewhere says why as far as is known', () => {
  const errors = ['storage', 'expired', 'a word of tomorrow'].map((error) => told({ status: 'error', error }))
  expect(errors.map((one) => merge({ remote: [one] })[0]?.error)).toEqual(['storage', 'expired', 'failed'])
})
