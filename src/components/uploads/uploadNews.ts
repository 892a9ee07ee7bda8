import { isUnderWay, tallyOf } from './tally.js'
import type { UploadView } from '../../live/uploads/view.js'

/** What is worth saying aloud, and nothing else. `key`: said once, whoever says it. */
export type UploadNews =
  | { readonly kind: 'started' | 'failed'; readonly key: string; readonly upload: UploadView }
  | { readonly kind: 'progress'; readonly key: string; readonly percent: number }
  | { readonly kind: 'ended'; readonly key: string; readonly done: number; readonly failed: number }

/** What was known when it was last looked. */
export interface Heard {
  readonly statuses: ReadonlyMap<string, UploadView['status']>
  /** Those of one go: from the first that began until none is under way. */
  readonly batch: ReadonlySet<string>
  /** Quarters of the go that were told of. */
  readonly quarter: number
}

const QUARTER = 25

/** Of what is there when a page begins to listen nothing is said. */
export const hear = (uploads: readonly UploadView[]): Heard => ({
  statuses: statusesOf(uploads),
  batch: new Set(uploads.filter(isOurs).filter(isUnderWay).map(nameOf)),
  quarter: 0,
})

export function newsOf(before: Heard, all: readonly UploadView[]): readonly [Heard, readonly UploadNews[]] {
  const uploads = all.filter(isOurs)
  const news: UploadNews[] = []
  const begun = uploads.filter((one) => isUnderWay(one) && !before.statuses.has(nameOf(one)))
  for (const upload of begun) news.push({ kind: 'started', key: `started ${nameOf(upload)}`, upload })
  for (const upload of uploads)
    if (upload.status === 'error' && before.statuses.get(nameOf(upload)) !== 'error')
      news.push({ kind: 'failed', key: `failed ${nameOf(upload)}`, upload })

  const going = uploads.filter(isUnderWay)
  const batch = new Set([...before.batch, ...going.map(nameOf)])
  const together = uploads.filter((one) => batch.has(nameOf(one)))
  const { done, failed, percent } = tallyOf(together)
  const key = [...batch].join(' ')
  const ended = batch.size > 0 && going.length === 0
  if (ended && done + failed > 0) news.push({ kind: 'ended', key: `ended ${key}`, done, failed })
  const quarter = percent === null ? before.quarter : Math.floor(percent / QUARTER)
  // The first and the last of it are said as beginning and end.
  if (!ended && quarter > before.quarter && begun.length === 0)
    news.push({ kind: 'progress', key: `progress ${quarter} ${key}`, percent: quarter * QUARTER })
  return [
    {
      statuses: statusesOf(all),
      batch: ended ? new Set() : batch,
      quarter: ended ? 0 : Math.max(quarter, before.quarter),
    },
    news,
  ]
}

const isOurs = ({ isOurs: ours }: UploadView): boolean => ours
/** A retry is another upload to those who listen. */
const nameOf = ({ key, attempt }: UploadView): string => `${key}/${attempt}`
const statusesOf = (uploads: readonly UploadView[]): Heard['statuses'] =>
  new Map(uploads.map((one) => [nameOf(one), one.status]))
