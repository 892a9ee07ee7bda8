import { useState } from 'react'
import type { Person } from './cast.js'
import type { Comment } from './streams/comments.js'

interface Props {
  /** Newest first. */
  readonly items: readonly Comment[]
  /** Texts on their way, newest first. */
  readonly pending?: readonly string[]
  readonly person: Person
}

export function CommentList({ items, pending = [], person }: Props) {
  const nameOf = ({ userId, username }: Comment) => (userId === person.userId ? 'You' : username)
  const [newest] = items
  const [before] = useState(newest?.id ?? 0)
  const isNews = newest !== undefined && newest.id > before && newest.userId !== person.userId
  return (
    <>
      {/* A list that speaks would be read anew with every change: only what others say meanwhile is said. */}
      <output className="unseen">{isNews ? `${newest.username} says: ${newest.text}` : ''}</output>
      {items.length + pending.length === 0 && <p>Nobody has said anything yet.</p>}
      <ol aria-label="Newest first">
        {pending.map((text, n) => (
          // The oldest is the last, and the first to go.
          <li key={`pending ${pending.length - n}`} data-pending>
            <small>You, on its way …</small>
            <p dir="auto">{text}</p>
          </li>
        ))}
        {items.map((comment) => (
          <li key={comment.id}>
            <small>
              {nameOf(comment)}, <time dateTime={comment.at}>{formatTime(comment.at)}</time>
            </small>
            <p dir="auto">{comment.text}</p>
          </li>
        ))}
      </ol>
    </>
  )
}

const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const formatTime = (at: string): string => format.format(new Date(at))
