'use client'

import { forwardRef, useEffect, useImperativeHandle, useRef, type ComponentPropsWithoutRef } from 'react'
import { fitRows } from './fitRows.js'
import { typingLabels, type TypingLabels } from './typingLabels.js'
import { useTypingField, type Submitted } from './useTypingField.js'
import { useI18n } from '../shell/useI18n.js'

export interface TypingTextAreaProps extends Omit<
  ComponentPropsWithoutRef<'textarea'>,
  'value' | 'defaultValue' | 'onChange' | 'onSubmit'
> {
  readonly conversationId: number | string
  /** Left out, the field keeps the text itself, and clears it when it was submitted. */
  readonly value?: string
  readonly defaultValue?: string
  readonly onChange?: (value: string) => void
  /** Ctrl or Cmd with Enter. Gets the text without the spaces around it; `false`, or a promise that rejects, keeps it. */
  readonly onSubmit?: (value: string) => Submitted
  /** Enter alone submits; with Shift it is a new line. Default `false`. */
  readonly submitOnEnter?: boolean
  /** Lines at least. Default 3. */
  readonly rows?: number
  /** It grows with the text up to so many lines. Default 12. */
  readonly maxRows?: number
  readonly labels?: Partial<TypingLabels>
}

/** Lines of text that tell the others that somebody is typing. All else is a plain `<textarea>`. */
export const TypingTextArea = forwardRef<HTMLTextAreaElement, TypingTextAreaProps>(function TypingTextArea(
  {
    conversationId,
    value,
    defaultValue,
    onChange,
    onSubmit,
    submitOnEnter = false,
    rows = 3,
    maxRows = 12,
    onBlur,
    onKeyDown,
    labels: ownLabels,
    className,
    ...rest
  },
  ref,
) {
  const area = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle<HTMLTextAreaElement | null, HTMLTextAreaElement | null>(ref, () => area.current)
  const { labels } = useI18n('typing', typingLabels, { labels: ownLabels })
  const submitBy = submitOnEnter ? 'enter' : 'modified'
  const field = useTypingField<HTMLTextAreaElement>({
    conversationId,
    value,
    defaultValue,
    onChange,
    onSubmit,
    submitBy,
  })
  // What a key brings about is done before the next paint, this included.
  useEffect(() => {
    if (area.current) fitRows(area.current, rows, maxRows)
  })
  const { id, placeholder = labels.longMessagePlaceholder } = rest
  const isNamed = id !== undefined || rest['aria-label'] !== undefined || rest['aria-labelledby'] !== undefined
  return (
    <textarea
      {...(isNamed ? {} : { 'aria-label': labels.message })}
      {...rest}
      ref={area}
      rows={rows}
      placeholder={placeholder}
      className={className ? `pl-field pl-textarea ${className}` : 'pl-field pl-textarea'}
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
