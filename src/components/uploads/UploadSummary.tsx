'use client'

import type { ReactNode, RefObject } from 'react'
import { formatProgress, quantity } from '../shell/format.js'
import { QuietButton } from '../shell/QuietButton.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { Title } from '../shell/Title.js'
import { Question } from './Question.js'
import { canRetry, isPastHalf, isUnderWay } from './tally.js'
import type { UploadPart } from './uploadParts.js'
import type { UploadList } from './useUploadList.js'
import { useQuestion } from './useQuestion.js'

export interface UploadSummaryProps {
  readonly list: UploadList
  /** Takes the focus when the button that has it goes. */
  readonly panel: RefObject<HTMLElement | null>
  /** One more button. */
  readonly children: ReactNode
  readonly slotProps: SlotProps<UploadPart> | undefined
}

/** How it stands with all uploads, and what can be done with all of them. */
export function UploadSummary({ list, panel, children, slotProps }: UploadSummaryProps) {
  const { uploads, tally } = list
  const { labels, locale } = list.wording
  const question = useQuestion()
  const several = tally.sending > 1
  if (question.isAsked && !several) question.end()
  const count = (value: number) => quantity(value, locale)
  const summary = [
    tally.sending > 0 && labels.sending(count(tally.sending)),
    tally.done > 0 && labels.done(count(tally.done)),
    tally.failed > 0 && labels.failed(count(tally.failed)),
  ].filter((part) => part !== false)
  const percent = tally.percent === null ? null : formatProgress(tally.percent, locale)
  const cancelAll = () =>
    uploads.some((upload) => isUnderWay(upload) && isPastHalf(upload)) ? question.ask() : list.cancelAll()
  return (
    <>
      <p {...slot('summary', 'pl-uploads-summary', slotProps)}>
        <Title>{labels.uploads}</Title> <bdi>{summary.join(', ')}</bdi>
      </p>
      <span className="pl-upload-tools" hidden={question.isAsked}>
        {uploads.filter(canRetry).length > 1 && (
          <QuietButton
            dress={slot('retryFailed', 'pl-button-quiet', slotProps)}
            next={panel}
            onPress={list.retryFailed}
          >
            {labels.retryFailed}
          </QuietButton>
        )}
        {several && (
          <QuietButton
            dress={slot('cancelAll', 'pl-button-quiet', slotProps)}
            self={question.button}
            next={panel}
            onPress={cancelAll}
          >
            {labels.cancelAll}
          </QuietButton>
        )}
        {children}
      </span>
      {question.isAsked && (
        <Question
          no={{ text: labels.keep, name: labels.keepAll, onPress: question.keep }}
          yes={{
            text: labels.cancelAll,
            name: labels.cancelAll,
            onPress: () => {
              question.end()
              list.cancelAll()
            },
          }}
          next={panel}
          slotProps={slotProps}
        >
          {labels.askCancelAll(count(tally.sending))}
        </Question>
      )}
      {tally.sending > 0 && tally.sending + tally.done > 1 && (
        <progress
          {...slot('total', 'pl-progress', slotProps)}
          max={100}
          {...(tally.percent === null ? {} : { value: tally.percent })}
          aria-label={labels.uploads}
          aria-valuetext={[percent, ...summary].filter((part) => part !== null).join(', ')}
        />
      )}
    </>
  )
}
