'use client'

import { useEffect, useId, useRef, type KeyboardEvent, type RefObject } from 'react'
import { slot, type SlotProps } from '../shell/slot.js'
import { useFocusHandover } from '../shell/useFocusHandover.js'

export interface QuestionProps {
  readonly children: string
  /** What is written on either answer, and what it is called. */
  readonly no: Answer
  readonly yes: Answer
  /** Takes the focus when the question goes. */
  readonly next: RefObject<HTMLElement | null>
  readonly slotProps: SlotProps<'question' | 'keep' | 'confirm'> | undefined
}

interface Answer {
  readonly text: string
  readonly name: string
  readonly onPress: () => void
}

/** Is that meant? The focus comes to the answer that changes nothing, by which the question is read out; Escape is that answer. */
export function Question({ children, no, yes, next, slotProps }: QuestionProps) {
  const root = useRef<HTMLDivElement>(null)
  const safe = useRef<HTMLButtonElement>(null)
  const id = useId()
  useFocusHandover(root, next)
  useEffect(() => safe.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    // What is around it stays open.
    event.preventDefault()
    event.stopPropagation()
    no.onPress()
  }
  return (
    // Escape is heard from either answer.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      {...slot('question', 'pl-question', slotProps)}
      ref={root}
      // Hosts' resets leave more of a <fieldset> to us than of this.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="group"
      aria-labelledby={id}
      onKeyDown={onKeyDown}
    >
      <bdi id={id} className="pl-question-text">
        {children}
      </bdi>
      <span className="pl-question-answers">
        <button
          {...slot('keep', 'pl-button', slotProps)}
          ref={safe}
          type="button"
          aria-label={no.name}
          onClick={no.onPress}
        >
          {no.text}
        </button>
        <button
          {...slot('confirm', 'pl-button pl-confirm', slotProps)}
          type="button"
          aria-label={yes.name}
          onClick={yes.onPress}
        >
          {yes.text}
        </button>
      </span>
    </div>
  )
}
