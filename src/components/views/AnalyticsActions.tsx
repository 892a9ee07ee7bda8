'use client'

import { useId, useState } from 'react'
import { csvOf, saveCsv } from './csv.js'
import type { Hour } from './hours.js'
import type { ViewLabels } from './viewLabels.js'
import { ViewTable } from './ViewTable.js'
import { slot, type SlotProps } from '../shell/slot.js'
import type { Wording } from '../shell/useI18n.js'

export interface AnalyticsActionsProps {
  /** `null` while they are not known. */
  readonly hours: readonly Hour[] | null
  readonly file: string
  readonly labels: ViewLabels
  readonly wording: Wording
  readonly slotProps: SlotProps<'table' | 'download'> | undefined
}

/** The same numbers in other forms: in a table, in a file. */
export function AnalyticsActions({ hours, file, labels, wording, slotProps }: AnalyticsActionsProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const download = () => {
    if (!hours) return
    const head = [labels.hourFrom, labels.viewsTotal, labels.uniqueViewers]
    const rows = hours.map(({ start, views, uniqueViewers }) => [new Date(start).toISOString(), views, uniqueViewers])
    saveCsv(file, csvOf([head, ...rows]))
  }
  return (
    <>
      <div className="pl-analytics-actions">
        <button
          {...slot('table', 'pl-button-quiet', slotProps)}
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          {labels.showTable}
        </button>
        <button
          {...slot('download', 'pl-button-quiet', slotProps)}
          type="button"
          aria-disabled={!hours}
          onClick={download}
        >
          {labels.download}
        </button>
      </div>
      {isOpen && <ViewTable id={id} hours={hours ?? []} labels={labels} wording={wording} />}
    </>
  )
}
