'use client'

import { useId } from 'react'
import type { MetricTile } from './metricTile.js'
import type { MetricsLabels } from './metricsLabels.js'
import type { ShellLabels } from '../shell/shellLabels.js'

export interface MetricTableProps {
  readonly tiles: readonly MetricTile[]
  readonly labels: MetricsLabels
  readonly shell: ShellLabels
}

/** The same numbers, and what their charts show, in a table. */
export function MetricTable({ tiles, labels, shell }: MetricTableProps) {
  const captionId = useId()
  const columns = [labels.metric, labels.now, labels.change, labels.lowest, labels.highest]
  return (
    // On a narrow screen it is scrolled sideways, and so must be reached by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="pl-table-scroll pl-metrics-table" aria-labelledby={captionId} tabIndex={0}>
      <table className="pl-table">
        <caption id={captionId} className="pl-sr-only">
          {labels.metricsTable}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tiles.map(({ name, label, text, change, lowest, highest }) => (
            <tr key={name}>
              <th scope="row">{label}</th>
              {[text, change, lowest, highest].map((cell, column) => (
                <td key={columns[column + 1]}>{cell ?? <Unknown shell={shell} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Unknown({ shell }: { readonly shell: ShellLabels }) {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="pl-sr-only">{shell.unknown}</span>
    </>
  )
}
