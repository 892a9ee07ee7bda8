import { TypingTextArea } from 'pitchey-live'
import { useId, useRef, useState, type SyntheticEvent } from 'react'
import type { Person } from '../cast.js'
import { namesOf, othersIn, type Conversation } from '../conversations.js'
import { MAX_MESSAGE } from '../streams/messages.js'

interface Props {
  readonly conversation: Conversation
  readonly person: Person
  readonly onSend: (text: string) => void
}

/** It is empty again at once: what was sent shows above, and if it is refused it stays there. */
export function MessageForm({ conversation, person, onSend }: Props) {
  const [id, hint] = [useId(), useId()]
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const send = (written: string) => {
    setText('')
    onSend(written)
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    field.current?.focus()
    if (text.trim() !== '') send(text.trim())
  }
  return (
    <form className="message-form" onSubmit={submit}>
      <label htmlFor={id}>Your message to {namesOf(othersIn(conversation, person))}</label>
      <TypingTextArea
        ref={field}
        id={id}
        conversationId={conversation.id}
        value={text}
        onChange={setText}
        onSubmit={send}
        submitOnEnter
        rows={1}
        maxRows={6}
        maxLength={MAX_MESSAGE}
        placeholder=""
        aria-describedby={hint}
      />
      <button type="submit">Send</button>
      <small id={hint}>Enter sends. Shift and Enter begins a new line.</small>
    </form>
  )
}
