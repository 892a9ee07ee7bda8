import { useQuery } from '@tanstack/react-query'
import { liveQuery, TypingIndicator } from 'pitchey-live'
import { useId } from 'react'
import type { Person } from './cast.js'
import { CommentForm } from './CommentForm.js'
import { CommentList } from './CommentList.js'
import { comments } from './streams/index.js'

/** What people say about a pitch, by a stream of which pitchey-live knows nothing: `streams/comments.ts`. */
export function Comments({ pitchId, person }: { pitchId: number; person: Person }) {
  const heading = useId()
  const { data, isError, refetch } = useQuery(liveQuery(comments, pitchId))
  return (
    <section className="comments" aria-labelledby={heading}>
      <h3 id={heading}>Comments</h3>
      <CommentForm pitchId={pitchId} />
      <TypingIndicator conversationId={pitchId} />
      {/* A refetch that failed leaves what was known. */}
      {data && <CommentList {...data} person={person} />}
      {!data && !isError && <p>…</p>}
      {!data && isError && (
        <p role="alert">
          The comments cannot be loaded.{' '}
          <button type="button" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
    </section>
  )
}
