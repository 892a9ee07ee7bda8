'use client'

import { forwardRef, useImperativeHandle, useRef, useState, type ComponentPropsWithoutRef } from 'react'
import { formatProgress, quantity } from '../shell/format.js'
import { FreshnessStatus } from '../shell/FreshnessStatus.js'
import { Title } from '../shell/Title.js'
import { Shell } from '../shell/Shell.js'
import type { SlotProps } from '../shell/slot.js'
import { UploadRow, type UploadPart } from './UploadRow.js'
import { useFoldedRows } from './useFoldedRows.js'
import type { UploadList } from './useUploadList.js'

export interface UploadPanelProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  readonly list: UploadList
  /** `fixed`: in the corner of the page, where it can be made small. `popup`: of the badge. */
  readonly place: 'fixed' | 'relative' | 'popup'
  readonly slotProps: SlotProps<UploadPart | 'status'> | undefined
}

export const UploadPanel = forwardRef<HTMLElement, UploadPanelProps>(function UploadPanel(
  { list, place, className, slotProps, ...rest },
  ref,
) {
  const { uploads, tally, wording, failure } = list
  const isFixed = place === 'fixed'
  const { labels, locale } = wording
  const root = useRef<HTMLElement>(null)
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => root.current)
  const rows = useRef<HTMLUListElement>(null)
  const folded = useFoldedRows(uploads, rows)
  const [isSmall, setSmall] = useState(false)
  const [showsDone, setShowsDone] = useState(false)
  const shown = uploads.filter(({ key, status }) => showsDone || !folded.has(key) || !isDone(status))
  const hidden = uploads.filter(({ key, status }) => folded.has(key) && isDone(status)).length
  // What another page sends, only that page can send again.
  const again = uploads.filter(({ isOurs, status }) => isOurs && status === 'error').length
  if (isFixed && shown.length === 0) return null

  const count = (value: number) => quantity(value, locale)
  const summary = [
    tally.sending > 0 && labels.sending(count(tally.sending)),
    tally.done > 0 && labels.done(count(tally.done)),
    tally.failed > 0 && labels.failed(count(tally.failed)),
  ].filter((part) => part !== false)
  const percent = tally.percent === null ? null : formatProgress(tally.percent, locale)
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
        <>
          <p className="pl-uploads-summary">
            <Title>{labels.uploads}</Title> <bdi>{summary.join(', ')}</bdi>
          </p>
          <span className="pl-upload-tools">
            {again > 1 && (
              <button type="button" className="pl-button-quiet" onClick={list.retryFailed}>
                {labels.retryFailed}
              </button>
            )}
            {tally.sending > 1 && (
              <button type="button" className="pl-button-quiet" onClick={list.cancelAll}>
                {labels.cancelAll}
              </button>
            )}
            {isFixed && (
              <button
                type="button"
                className="pl-button-quiet"
                aria-expanded={!isSmall}
                aria-label={isSmall ? labels.expand : labels.collapse}
                onClick={() => setSmall(!isSmall)}
              >
                <span className="pl-uploads-arrow" aria-hidden="true" />
              </button>
            )}
          </span>
          {tally.sending > 0 && tally.sending + tally.done > 1 && (
            <progress
              className="pl-progress"
              max={100}
              {...(tally.percent === null ? {} : { value: tally.percent })}
              aria-label={labels.uploads}
              aria-valuetext={[percent, ...summary].filter((part) => part !== null).join(', ')}
            />
          )}
        </>
      }
      footer={
        !isFixed && (
          <>
            <FreshnessStatus fresh={list.fresh} wording={wording} slotProps={slotProps} />
            {uploads.length === 0 && list.state !== 'loading' && <span>{labels.none}</span>}
          </>
        )
      }
    >
      {!isSmall && (
        <>
          {failure !== null && <p className="pl-uploads-alert">{failure}</p>}
          <ul ref={rows} className="pl-uploads-list" aria-label={labels.uploads}>
            {shown.map((upload) => (
              <UploadRow
                key={upload.key}
                upload={upload}
                wording={wording}
                busy={list.cancelling.has(upload.key)}
                isOther={list.otherFor === upload.key}
                onCancel={() => list.cancel(upload)}
                onPause={() => list.pause(upload)}
                onResume={() => list.resume(upload)}
                onRetry={() => list.retry(upload)}
                onDismiss={() => list.dismiss(upload)}
                onChoose={(file) => list.choose(upload, file)}
                slotProps={slotProps}
              />
            ))}
          </ul>
          {hidden > 0 && (
            <button
              type="button"
              className="pl-button-quiet pl-uploads-more"
              aria-expanded={showsDone}
              onClick={() => setShowsDone(!showsDone)}
            >
              {showsDone ? labels.hideDone : labels.showDone(count(hidden))}
            </button>
          )}
        </>
      )}
    </Shell>
  )
})

const isDone = (status: string): boolean => status === 'completed' || status === 'cancelled'
