import type { UploadView } from 'pitchey-live'
import { describe, expect, test } from 'vitest'
import { formatBytes, formatProgress, formatSeconds } from '../../src/components/shell/format.js'
import { tallyOf } from '../../src/components/uploads/tally.js'
import { hear, newsOf, type UploadNews } from '../../src/components/uploads/uploadNews.js'

const upload = (key: string, status: UploadView['status'], more: Partial<UploadView> = {}): UploadView => ({
  key,
  uploadId: key,
  filename: `${key}.mov`,
  bytesUploaded: 0,
  bytesTotal: 100,
  progress: 0,
  status,
  error: null,
  isOurs: true,
  isStalled: false,
  needsFile: false,
  isOffline: false,
  pace: null,
  attempt: 0,
  ...more,
})
const going = (key: string, bytes: number) => upload(key, 'uploading', { bytesUploaded: bytes })

/** What is said of one list after the other. */
function told(...lists: readonly UploadView[][]): string[] {
  const [first = [], ...rest] = lists
  let heard = hear(first)
  const all: UploadNews[] = []
  for (const list of rest) {
    const [next, news] = newsOf(heard, list)
    heard = next
    all.push(...news)
  }
  return all.map((one) => {
    if ('upload' in one) return `${one.kind} ${one.upload.key}`
    return one.kind === 'ended' ? `ended ${one.done}/${one.failed}` : `${one.percent}%`
  })
}

describe('what is said aloud', () => {
  test('nothing of what was there before, and nothing of other devices', () => {
    const other = { isOurs: false }
    expect(told([upload('a', 'error')], [upload('a', 'error'), upload('b', 'uploading', other)])).toEqual([])
    expect(told([], [upload('b', 'uploading', other)], [upload('b', 'completed', other)])).toEqual([])
  })

  test('each beginning, each failure once, and the end once', () => {
    const lists = [
      [],
      [going('a', 0)],
      [going('a', 0), going('b', 0)],
      [upload('a', 'error'), going('b', 0)],
      [upload('a', 'error'), going('b', 5)],
      [upload('a', 'error'), upload('b', 'completed')],
      [upload('a', 'error'), upload('b', 'completed')],
    ]
    expect(told(...lists)).toEqual(['started a', 'started b', 'failed a', 'ended 1/1'])
  })

  test('of all together every quarter, and never one twice or backwards', () => {
    const at = (bytes: number) => [going('a', bytes)]
    expect(told([], at(0), at(24), at(26), at(20), at(30), at(80), at(99), [upload('a', 'completed')])).toEqual([
      'started a',
      '25%',
      '75%',
      'ended 1/0',
    ])
  })

  test('a retry is news again, another go begins anew, and one that was cancelled is no end', () => {
    expect(told([], [going('a', 0)], [upload('a', 'cancelled')])).toEqual(['started a'])
    const again = { attempt: 1 }
    expect(
      told(
        [],
        [going('a', 0)],
        [upload('a', 'error')],
        [upload('a', 'uploading', again)],
        [upload('a', 'completed', again)],
      ),
    ).toEqual(['started a', 'failed a', 'ended 0/1', 'started a', 'ended 1/0'])
  })
})

describe('all together', () => {
  test('failed ones count as failed, and not as if they had come through', () => {
    expect(tallyOf([going('a', 50), upload('b', 'completed', { bytesUploaded: 100 }), upload('c', 'error')])).toEqual({
      sending: 1,
      done: 1,
      failed: 1,
      percent: 75,
    })
    expect(tallyOf([upload('c', 'error')])).toMatchObject({ percent: null })
    expect(tallyOf([going('a', 100)])).toMatchObject({ percent: 99 })
    expect(tallyOf([upload('a', 'uploading', { bytesTotal: null })])).toMatchObject({ percent: null })
  })
})

describe('amounts', () => {
  test.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [1_000, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [3_100_000, '3.1 MB'],
    [62_914_560, '62.9 MB'],
    [2_147_483_648, '2.15 GB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes, 'en')).toBe(text))
  test.each([
    [5, '5 sec'],
    [55, '55 sec'],
    [60, '1 min'],
    [65, '2 min'],
    [3_600, '1 hr'],
    [9_000, '3 hr'],
  ])('%d seconds are %s', (seconds, text) => expect(formatSeconds(seconds, 'en')).toBe(text))
  test('as the locale writes them', () => {
    expect(formatBytes(3_100_000, 'de')).toBe('3,1 MB')
    expect(formatProgress(5, 'de')).toBe('5\u00A0%')
  })
})
