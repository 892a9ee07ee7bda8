'use client'

import { hourTime } from './chartWords.js'
import type { Hour } from './hours.js'
import type { ViewLabels } from './viewLabels.js'
import { formatNumber } from '../shell/format.js'
import type { Wording } from '../shell/useI18n.js'

export interface ViewTableProps {
  readonly id: string
  readonly hours: readonly Hour[]
  readonly labels: ViewLabels
  readonly wording: Wording
}

/** The same numbers in words, for whoever wants them exactly. */
export function ViewTable({ id, hours, labels, wording }: ViewTableProps) {
  const { locale, shell } = wording
  const write = (count: number | null) => (count === null ? shell.unknown : formatNumber(count, locale))
  return (
    // A week has 168 rows: it scrolls, and so must be reached by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section id={id} className="pl-table-scroll pl-analytics-table" aria-labelledby={`${id}-name`} tabIndex={0}>
      <table className="pl-table">
        <caption id={`${id}-name`} className="pl-sr-only">
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
          {hours.map(({ start, views, uniqueViewers }) => (
            <tr key={start}>
              <th scope="row">
                <time dateTime={new Date(start).toISOString()} dir="auto">
                  {hourTime(start, hours.length, locale)}
                </time>
              </th>
              <td>{write(views)}</td>
              <td>{write(uniqueViewers)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
