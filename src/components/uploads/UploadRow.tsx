'use client'

import { useId, useLayoutEffect, useRef, type ChangeEvent, type RefObject } from 'react'
import { Icon } from '../shell/Icon.js'
import { slot, type SlotProps } from '../shell/slot.js'
import type { RoomWording } from '../shell/useI18n.js'
import { QuietButton } from '../shell/QuietButton.js'
import { isUnderWay } from './tally.js'
import type { UploadLabels } from './uploadLabels.js'
import { standingOf } from './uploadWords.js'
import type { UploadView } from '../../live/uploads/view.js'

export type UploadPart = 'row' | 'name' | 'progress' | 'standing'

export interface UploadRowProps {
  readonly upload: UploadView
  readonly wording: RoomWording<UploadLabels>
  /** It is being taken back. */
  readonly busy: boolean
  /** A file was chosen that is not the one. */
  readonly isOther: boolean
  readonly onCancel: () => void
  readonly onPause: () => void
  readonly onResume: () => void
  readonly onRetry: () => void
  readonly onDismiss: () => void
  readonly onChoose: (file: File) => void
  readonly slotProps: SlotProps<UploadPart> | undefined
}

export function UploadRow(props: UploadRowProps) {
  const { upload, wording, busy, isOther, onCancel, onPause, onResume, onRetry, onDismiss, onChoose, slotProps } = props
  const { filename, status, progress, isOurs, isStalled, needsFile } = upload
  const { labels } = wording
  const row = useRef<HTMLLIElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const nameId = useId()
  useFocusToNeighbour(row)
  const standing = standingOf(upload, wording)
  const goes = isUnderWay(upload)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (file) onChoose(file)
    event.target.value = '' // the same file once more is a change again
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
    <li {...slot('row', 'pl-upload', slotProps)} ref={row} tabIndex={-1} data-status={status} aria-labelledby={nameId}>
      <span className="pl-upload-icon" aria-hidden="true">
        <Icon name={status === 'completed' ? 'success' : status === 'error' ? 'error' : 'upload'} />
      </span>
      <div className="pl-upload-text">
        <bdi {...slot('name', 'pl-upload-name', slotProps)} id={nameId} title={filename}>
          {filename}
        </bdi>
        {goes && (
          <progress
            {...slot('progress', 'pl-progress', slotProps)}
            max={100}
            // Without a value it is said to go on, and not how far it is.
            {...(progress === null || status === 'processing' ? {} : { value: progress })}
            data-paused={status === 'paused' || isStalled}
            aria-labelledby={nameId}
            aria-valuetext={standing}
          />
        )}
        <span {...slot('standing', 'pl-upload-standing', slotProps)} aria-hidden={goes}>
          {isOther ? labels.otherFile : standing}
        </span>
      </div>
      <span className="pl-upload-tools">
        {needsFile && (
          <>
            <QuietButton name={labels.chooseFile(filename)} next={row} onPress={() => input.current?.click()}>
              {labels.choose}
            </QuietButton>
            <input ref={input} type="file" hidden aria-label={labels.chooseFile(filename)} onChange={choose} />
          </>
        )}
        {isOurs && (status === 'uploading' || status === 'queued') && (
          <QuietButton name={labels.pauseFile(filename)} next={row} onPress={onPause}>
            {labels.pause}
          </QuietButton>
        )}
        {isOurs && status === 'paused' && (
          <QuietButton name={labels.resumeFile(filename)} next={row} onPress={onResume}>
            {labels.resume}
          </QuietButton>
        )}
        {isOurs && status === 'error' && upload.error !== 'too_large' && (
          <QuietButton name={labels.retryFile(filename)} next={row} onPress={onRetry}>
            {labels.retry}
          </QuietButton>
        )}
        {goes && (
          <QuietButton name={labels.cancelFile(filename)} next={row} busy={busy} onPress={onCancel}>
            {labels.cancel}
          </QuietButton>
        )}
        {!goes && (
          <QuietButton name={labels.dismissFile(filename)} next={row} onPress={onDismiss}>
            {labels.dismiss}
          </QuietButton>
        )}
      </span>
    </li>
  )
}

/** When a row goes with the focus in it, the next one has it, or the one before, or the list. */
function useFocusToNeighbour(row: RefObject<HTMLLIElement | null>): void {
  useLayoutEffect(() => {
    const going = row.current
    return () => {
      if (!going?.contains(document.activeElement)) return
      const next = going.nextElementSibling ?? going.previousElementSibling ?? going.closest('section')
      if (next instanceof HTMLElement) next.focus({ preventScroll: true })
    }
  }, [row])
}
