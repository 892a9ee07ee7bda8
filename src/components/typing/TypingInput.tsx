'use client'

import { forwardRef, type ComponentPropsWithoutRef } from 'react'
import { typingLabels, type TypingLabels } from './typingLabels.js'
import { useTypingField, type Submitted } from './useTypingField.js'
import { useI18n } from '../shell/useI18n.js'

export interface TypingInputProps extends Omit<
  ComponentPropsWithoutRef<'input'>,
  'value' | 'defaultValue' | 'onChange' | 'onSubmit'
> {
  readonly conversationId: number | string
  /** Left out, the field keeps the text itself, and clears it when it was submitted. */
  readonly value?: string
  readonly defaultValue?: string
  readonly onChange?: (value: string) => void
  /** Enter. Gets the text without the spaces around it; `false`, or a promise that rejects, keeps it in the field. */
  readonly onSubmit?: (value: string) => Submitted
  readonly labels?: Partial<TypingLabels>
}

/** A line of text that tells the others that somebody is typing. All else is a plain `<input>`. */
export const TypingInput = forwardRef<HTMLInputElement, TypingInputProps>(function TypingInput(
  { conversationId, value, defaultValue, onChange, onSubmit, onBlur, onKeyDown, labels: ownLabels, className, ...rest },
  ref,
) {
  const { labels } = useI18n('typing', typingLabels, { labels: ownLabels })
  const options = { conversationId, value, defaultValue, onChange, onSubmit, submitBy: 'enter' } as const
  const field = useTypingField<HTMLInputElement>(options)
  const { id, placeholder = labels.messagePlaceholder } = rest
  const isNamed = id !== undefined || rest['aria-label'] !== undefined || rest['aria-labelledby'] !== undefined
  return (
    <input
      type="text"
      autoComplete="off"
      {...(isNamed ? {} : { 'aria-label': labels.message })}
      {...rest}
      ref={ref}
      placeholder={placeholder}
      className={className ? `pl-field ${className}` : 'pl-field'}
      value={field.value}
      onChange={(event) => field.change(event.target.value)}
      onBlur={(event) => {
        field.blur()
        onBlur?.(event)
      }}
      onKeyDown={(event) => {
        onKeyDown?.(event)
        field.keyDown(event)
      }}
    />
  )
})
