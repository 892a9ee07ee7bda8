'use client'

import { forwardRef, useImperativeHandle, useRef, useState, type ComponentPropsWithoutRef } from 'react'
import { quantity } from '../shell/format.js'
import { FreshnessStatus } from '../shell/FreshnessStatus.js'
import { Shell } from '../shell/Shell.js'
import { slot, type SlotProps } from '../shell/slot.js'
import type { UploadPart } from './uploadParts.js'
import { UploadRows } from './UploadRows.js'
import { UploadSummary } from './UploadSummary.js'
import { useFoldedRows } from './useFoldedRows.js'
import type { UploadList } from './useUploadList.js'

export interface UploadPanelProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  readonly list: UploadList
  /** `fixed`: in the corner of the page, where it can be made small. `popup`: of the badge. */
  readonly place: 'fixed' | 'relative' | 'popup'
  readonly slotProps: SlotProps<UploadPart> | undefined
}

export const UploadPanel = forwardRef<HTMLElement, UploadPanelProps>(function UploadPanel(
  { list, place, className, slotProps, ...rest },
  ref,
) {
  const { uploads, wording, failure } = list
  const isFixed = place === 'fixed'
  const { labels, locale } = wording
  const root = useRef<HTMLElement>(null)
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => root.current)
  const scroller = useRef<HTMLDivElement>(null)
  const folded = useFoldedRows(uploads, scroller)
  const [isSmall, setSmall] = useState(false)
  const [showsDone, setShowsDone] = useState(false)
  const shown = uploads.filter(({ key, status }) => showsDone || !folded.has(key) || !isDone(status))
  const hidden = uploads.filter(({ key, status }) => folded.has(key) && isDone(status)).length
  if (isFixed && shown.length === 0) return null

  return (
    <Shell
      {...rest}
      ref={root}
      className={className ? `pl-uploads ${className}` : 'pl-uploads'}
      // The page may have another list by this name: that one is the landmark.
      role={place === 'popup' ? 'group' : undefined}
      data-position={place}
      view={list}
      wording={wording}
      label={labels.uploads}
      failure={labels.notLoaded}
      what={labels.what}
      onRetry={list.refetch}
      header={
        <UploadSummary list={list} panel={root} slotProps={slotProps}>
          {isFixed && (
            <button
              {...slot('collapse', 'pl-button-quiet', slotProps)}
              type="button"
              aria-expanded={!isSmall}
              aria-label={isSmall ? labels.expand : labels.collapse}
              onClick={() => setSmall(!isSmall)}
            >
              <span className="pl-uploads-arrow" aria-hidden="true" />
            </button>
          )}
        </UploadSummary>
      }
      footer={
        !isFixed && (
          <>
            <FreshnessStatus fresh={list.fresh} wording={wording} slotProps={slotProps} />
            {uploads.length === 0 && list.state !== 'loading' && (
              <span {...slot('none', 'pl-uploads-none', slotProps)}>{labels.none}</span>
            )}
          </>
        )
      }
    >
      {!isSmall && (
        <>
          {failure !== null && <p {...slot('failure', 'pl-uploads-alert', slotProps)}>{failure}</p>}
          <UploadRows list={list} shown={shown} scroller={scroller} panel={root} slotProps={slotProps} />
          {hidden > 0 && (
            <button
              {...slot('more', 'pl-button-quiet pl-uploads-more', slotProps)}
              type="button"
              aria-expanded={showsDone}
              onClick={() => setShowsDone(!showsDone)}
            >
              {showsDone ? labels.hideDone : labels.showDone(quantity(hidden, locale))}
            </button>
          )}
        </>
      )}
    </Shell>
  )
})

const isDone = (status: string): boolean => status === 'completed' || status === 'cancelled'
