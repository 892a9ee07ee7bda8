import { TypingInput, useLiveMutation } from 'pitchey-live'
import { useId, useState, type SyntheticEvent } from 'react'
import { comments } from './streams/index.js'

interface Refused {
  readonly text: string
  readonly why: string
}

/** One line, sent with Enter. It is empty again at once: what was sent shows in the list, and comes back if it is refused. */
export function CommentForm({ pitchId }: { pitchId: number }) {
  const [field, error] = [useId(), useId()]
  const [text, setText] = useState('')
  const [refused, setRefused] = useState<Refused | null>(null)
  const { mutateAsync } = useLiveMutation(comments, 'comment_add')

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const said = text.trim()
    setText('')
    setRefused(null)
    mutateAsync({ pitchId, text: said }).catch(({ message }: Error) => {
      setRefused({ text: said, why: message })
      // What is being written meanwhile is not overwritten.
      setText((written) => written || said)
    })
  }
  return (
    <form onSubmit={submit}>
      <label htmlFor={field}>Your comment</label>
      <TypingInput
        conversationId={pitchId}
        id={field}
        value={text}
        onChange={setText}
        placeholder=""
        maxLength={500}
        required
        pattern=".*\S.*"
        title="Something to read"
        autoComplete="off"
        {...(refused ? { 'aria-invalid': true, 'aria-describedby': error } : {})}
      />
      <button type="submit">Send</button>
      {refused && (
        <p id={error} role="alert">
          “{refused.text}” was not sent: {refused.why}
        </p>
      )}
    </form>
  )
}
