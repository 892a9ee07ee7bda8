'use client'

import { useRef, type ChangeEvent, type RefObject } from 'react'
import { QuietButton } from '../shell/QuietButton.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { canRetry, isPastHalf, isUnderWay } from './tally.js'
import type { UploadLabels } from './uploadLabels.js'
import type { UploadPart } from './uploadParts.js'
import type { UploadList } from './useUploadList.js'
import type { Asking } from './useQuestion.js'
import type { UploadView } from '../../live/uploads/view.js'

export interface UploadToolsProps {
  readonly list: UploadList
  readonly upload: UploadView
  /** Takes the focus when the button that has it goes. */
  readonly row: RefObject<HTMLElement | null>
  /** Asked before much that was sent is thrown away. */
  readonly question: Asking
  readonly slotProps: SlotProps<UploadPart> | undefined
}

/** What can be done with one upload, as it stands. */
export function UploadTools({ list, upload, row, question, slotProps }: UploadToolsProps) {
  const { key, filename, status, isOurs, needsFile } = upload
  const { labels } = list.wording
  const input = useRef<HTMLInputElement>(null)
  const goes = isUnderWay(upload)
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (file) list.choose(upload, file)
    event.target.value = '' // the same file once more is a change again
  }
  const given = { row, slotProps, labels }
  return (
    <span className="pl-upload-tools" hidden={question.isAsked}>
      {needsFile && (
        <>
          <Tool {...given} part="choose" name={labels.chooseFile(filename)} onPress={() => input.current?.click()} />
          <input ref={input} type="file" hidden aria-label={labels.chooseFile(filename)} onChange={choose} />
        </>
      )}
      {isOurs && (status === 'uploading' || status === 'queued') && (
        <Tool {...given} part="pause" name={labels.pauseFile(filename)} onPress={() => list.pause(upload)} />
      )}
      {isOurs && status === 'paused' && (
        <Tool {...given} part="resume" name={labels.resumeFile(filename)} onPress={() => list.resume(upload)} />
      )}
      {canRetry(upload) && (
        <Tool {...given} part="retry" name={labels.retryFile(filename)} onPress={() => list.retry(upload)} />
      )}
      {goes && (
        <Tool
          {...given}
          part="cancel"
          name={labels.cancelFile(filename)}
          busy={list.cancelling.has(key)}
          self={question.button}
          onPress={() => (isPastHalf(upload) ? question.ask() : list.cancel(upload))}
        />
      )}
      {!goes && (
        <Tool {...given} part="dismiss" name={labels.dismissFile(filename)} onPress={() => list.dismiss(upload)} />
      )}
    </span>
  )
}

interface ToolProps {
  readonly part: 'choose' | 'pause' | 'resume' | 'retry' | 'cancel' | 'dismiss'
  readonly name: string
  readonly onPress: () => void
  readonly busy?: boolean
  readonly self?: RefObject<HTMLButtonElement | null>
  readonly row: RefObject<HTMLElement | null>
  readonly labels: UploadLabels
  readonly slotProps: SlotProps<UploadPart> | undefined
}

function Tool({ part, row, labels, slotProps, ...rest }: ToolProps) {
  return (
    <QuietButton {...rest} dress={slot(part, 'pl-button-quiet', slotProps)} next={row}>
      {labels[part]}
    </QuietButton>
  )
}
