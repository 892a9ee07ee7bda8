'use client'

import { useEffect, useRef } from 'react'
import { formatProgress, quantity } from '../shell/format.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import type { RoomWording } from '../shell/useI18n.js'
import type { UploadLabels } from './uploadLabels.js'
import { hear, newsOf, type Heard, type UploadNews } from './uploadNews.js'
import type { UploadView } from '../../live/uploads/view.js'

/** Says aloud what begins, fails and ends. Several lists on a page say it once. */
export function useUploadNews(uploads: readonly UploadView[], { labels, locale }: RoomWording<UploadLabels>): void {
  const { tell } = useAnnouncer()
  const heard = useRef<Heard | null>(null)
  useEffect(() => {
    if (!heard.current) {
      heard.current = hear(uploads)
      return
    }
    const [next, news] = newsOf(heard.current, uploads)
    heard.current = next
    const count = (value: number) => quantity(value, locale)
    const textOf = (one: UploadNews): string => {
      switch (one.kind) {
        case 'started':
          return labels.announceStarted(one.upload.filename)
        case 'failed':
          return labels.announceFailed(one.upload.filename, labels.errors[one.upload.error ?? 'failed'])
        case 'progress':
          return labels.announceProgress(formatProgress(one.percent, locale))
        case 'ended':
          return one.failed === 0 ? labels.announceComplete : labels.announceEnded(count(one.done), count(one.failed))
        default:
          return one satisfies never
      }
    }
    const say = (kind: UploadNews['kind'], many: (of: number) => string) => {
      const some = news.filter((one) => one.kind === kind)
      const [last] = some.slice(-1)
      tell(
        `uploads ${kind}`,
        some.map((one) => ({ key: one.key, text: textOf(one) })),
        (of) => many(of) || (last ? textOf(last) : ''),
      )
    }
    say('started', (of) => labels.announceManyStarted(count(of)))
    say('failed', (of) => labels.announceManyFailed(count(of)))
    // Of several quarters, or ends, the last is the one that counts.
    say('progress', () => '')
    say('ended', () => '')
  }, [uploads, labels, locale, tell])
}
