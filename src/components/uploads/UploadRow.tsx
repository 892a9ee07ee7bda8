'use client'

import { useContext, useId, useImperativeHandle, useLayoutEffect, useRef, type RefObject } from 'react'
import { formatProgress } from '../shell/format.js'
import { Icon } from '../shell/Icon.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { Question } from './Question.js'
import { RowPlace } from './RowPlace.js'
import { isUnderWay } from './tally.js'
import type { UploadPart } from './uploadParts.js'
import { UploadTools } from './UploadTools.js'
import { standingOf } from './uploadWords.js'
import { useQuestion } from './useQuestion.js'
import { ROW } from './useRowFocus.js'
import type { UploadList } from './useUploadList.js'
import type { UploadView } from '../../live/uploads/view.js'

export interface UploadRowProps {
  readonly list: UploadList
  readonly upload: UploadView
  readonly index: number
  /** Of how many it is one, where not all of them are in the page. */
  readonly of: number | null
  /** It goes out of the page with the focus in it. */
  readonly onLost: (key: string) => void
  readonly slotProps: SlotProps<UploadPart> | undefined
}

export function UploadRow({ list, upload, index, of, onLost, slotProps }: UploadRowProps) {
  const { key, filename, status, progress, isStalled } = upload
  const { labels, locale } = list.wording
  const row = useRef<HTMLLIElement>(null)
  const place = useContext(RowPlace)
  useImperativeHandle<HTMLLIElement | null, HTMLLIElement | null>(place?.ref, () => row.current)
  const nameId = useId()
  useLoss(row, () => onLost(key))
  const question = useQuestion()
  const standing = standingOf(upload, list.wording)
  const goes = isUnderWay(upload)
  if (question.isAsked && !goes) question.end()
  const dress = slot('row', 'pl-upload', slotProps)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
    <li
      {...dress}
      {...{ [ROW]: key }}
      ref={row}
      style={{ ...dress.style, ...place?.style }}
      tabIndex={-1}
      data-status={status}
      data-first={index === 0}
      aria-labelledby={nameId}
      {...(of === null ? {} : { 'aria-posinset': index + 1, 'aria-setsize': of })}
    >
      <span {...slot('icon', 'pl-upload-icon', slotProps)} aria-hidden="true">
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
          {list.otherFor === key ? labels.otherFile : standing}
        </span>
      </div>
      <UploadTools list={list} upload={upload} row={row} question={question} slotProps={slotProps} />
      {question.isAsked && (
        <Question
          no={{ text: labels.keep, name: labels.keepFile(filename), onPress: question.keep }}
          yes={{
            text: labels.confirmCancel,
            name: labels.confirmCancelFile(filename),
            onPress: () => {
              question.end()
              list.cancel(upload)
            },
          }}
          next={row}
          slotProps={slotProps}
        >
          {labels.askCancel(filename, formatProgress(progress ?? 0, locale))}
        </Question>
      )}
    </li>
  )
}

/** Tells when the row goes out of the page with the focus in it. */
function useLoss(row: RefObject<HTMLLIElement | null>, onLoss: () => void): void {
  const tell = useRef(onLoss)
  useLayoutEffect(() => {
    tell.current = onLoss
  })
  useLayoutEffect(() => {
    const going = row.current
    return () => {
      if (going?.contains(document.activeElement)) tell.current()
    }
  }, [row])
}
