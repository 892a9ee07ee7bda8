'use client'

import { useId, useState } from 'react'
import { bucketTime } from './analyticsWords.js'
import { formatNumber, type Locale } from '../shell/format.js'
import type { ViewLabels } from './viewLabels.js'
import type { PitchAnalytics } from '../../protocol/analytics.js'

export interface ViewTableProps {
  /** `null` while they are not known. */
  readonly analytics: PitchAnalytics | null
  readonly labels: ViewLabels
  readonly locale: Locale
}

/** The same numbers in words, for whoever wants them exactly. */
export function ViewTable({ analytics, labels, locale }: ViewTableProps) {
  const [open, setOpen] = useState(false)
  const captionId = useId()
  const buckets = analytics?.buckets ?? []
  return (
    <details className="pl-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="pl-details-summary">{labels.showTable}</summary>
      {open && (
        // A week has 168 rows: it scrolls, and so must be reached by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className="pl-table-scroll" aria-labelledby={captionId} tabIndex={0}>
          <table className="pl-table">
            <caption id={captionId} className="pl-sr-only">
              {labels.byTheHour}
            </caption>
            <thead>
              <tr>
                <th scope="col">{labels.hourFrom}</th>
                <th scope="col">{labels.viewsTotal}</th>
                <th scope="col">{labels.uniqueViewers}</th>
              </tr>
            </thead>
            <tbody>
              {buckets.map(({ start, views, uniqueViewers }) => (
                <tr key={start}>
                  <th scope="row">
                    <time dateTime={start} dir="auto">
                      {bucketTime(start, buckets.length, locale)}
                    </time>
                  </th>
                  <td>{formatNumber(views, locale)}</td>
                  <td>{formatNumber(uniqueViewers, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  )
}
