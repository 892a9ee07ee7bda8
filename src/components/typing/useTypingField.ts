'use client'

import { useEffect, useState, type KeyboardEvent } from 'react'
import { useTyping } from '../../hooks/useTyping.js'

/** What becomes of a text that was submitted: `false`, or a promise that rejects, keeps it in the field. */
export type Submitted = void | boolean | Promise<unknown>

export interface TypingFieldOptions {
  readonly conversationId: number | string
  /** Given, the host keeps the text; left out, the field does. */
  readonly value?: string | undefined
  readonly defaultValue?: string | undefined
  readonly onChange?: ((value: string) => void) | undefined
  /** Gets the text without the spaces around it; never an empty one. */
  readonly onSubmit?: ((value: string) => Submitted) | undefined
  /** Which keys submit. `enter`: with Shift it is a new line. `modified`: with Ctrl or Cmd only. */
  readonly submitBy: 'enter' | 'modified'
}

export interface TypingField<Element extends HTMLElement> {
  readonly value: string
  readonly change: (value: string) => void
  readonly blur: () => void
  readonly keyDown: (event: KeyboardEvent<Element>) => void
  readonly submit: () => void
}

/** A field that tells the others in a conversation that somebody is typing in it; without a face. */
export function useTypingField<Element extends HTMLElement>(options: TypingFieldOptions): TypingField<Element> {
  const { conversationId, value: given, defaultValue = '', onChange, onSubmit, submitBy } = options
  const { startTyping, stopTyping } = useTyping(conversationId)
  const [own, setOwn] = useState(defaultValue)
  const value = given ?? own

  const put = (next: string) => {
    if (given === undefined) setOwn(next)
    onChange?.(next)
  }
  const isEmpty = value.trim() === ''
  // Also when the host has sent it, and emptied the field.
  useEffect(() => {
    if (isEmpty) stopTyping()
  }, [isEmpty, stopTyping])
  const change = (next: string) => {
    put(next)
    if (next.trim() !== '') startTyping()
  }
  const submit = () => {
    const text = value.trim()
    if (!onSubmit || text === '') return
    stopTyping()
    const submitted = onSubmit(text)
    // A host that keeps the text itself clears it itself.
    if (given !== undefined || submitted === false) return
    const clear = () => setOwn((now) => (now === value ? '' : now))
    if (submitted instanceof Promise) submitted.then(clear, () => undefined)
    else clear()
  }
  const keyDown = (event: KeyboardEvent<Element>) => {
    // While a word is being composed, Enter takes it. Safari says so by the key code alone.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || isComposing || event.defaultPrevented || !onSubmit) return
    const isModified = event.ctrlKey || event.metaKey
    if (event.shiftKey || event.altKey || !(isModified || submitBy === 'enter')) return
    event.preventDefault()
    submit()
  }
  return { value, change, blur: stopTyping, keyDown, submit }
}
