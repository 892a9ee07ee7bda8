import './messages.css'
import { useQuery } from '@tanstack/react-query'
import { liveQuery, PresenceIndicator, TypingIndicator } from 'pitchey-live'
import { useEffect, useRef } from 'react'
import { addressOf } from '../address.js'
import type { Person } from '../cast.js'
import { namesOf, othersIn, type Conversation } from '../conversations.js'
import { messages } from '../streams/index.js'
import { MessageForm } from './MessageForm.js'
import { MessageLog } from './MessageLog.js'
import { NotSent } from './NotSent.js'
import { useEndOfLog } from './useEndOfLog.js'
import { useMessageNews } from './useMessageNews.js'
import { useSending } from './useSending.js'

interface Props {
  readonly conversation: Conversation
  readonly person: Person
}

/** One conversation, for those who take part in it. */
export function ConversationPage({ conversation, person }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const others = othersIn(conversation, person)
  return (
    <article className="card conversation" aria-labelledby="conversation">
      <a className="back" href={addressOf(person, { at: 'messages' })}>
        ← All messages
      </a>
      <header className="conversation-head">
        <h2 id="conversation" ref={heading} tabIndex={-1}>
          {namesOf(others)}
        </h2>
        {others.map(({ userId, username }) => (
          <p key={userId}>
            {others.length > 1 && `${username}: `}
            <PresenceIndicator userId={userId} username={username} size="sm" showActivity />
          </p>
        ))}
      </header>
      {conversation.people.includes(person) ? (
        <Talk conversation={conversation} person={person} />
      ) : (
        <p role="alert">You take no part in this conversation.</p>
      )}
    </article>
  )
}

const NONE: ReturnType<typeof messages.initial> = { items: [] }

function Talk({ conversation, person }: Props) {
  const { data = NONE, isPending, isError, refetch } = useQuery(liveQuery(messages, conversation.id))
  const { send, refused, discard } = useSending(conversation.id)
  const end = useEndOfLog(data.items, person)
  useMessageNews(conversation, isPending ? null : data.items, person)
  const say = (text: string) => {
    // What one says oneself is at the end.
    end.go()
    send(text)
  }
  // A refetch that failed leaves what was known.
  if (isError && data === NONE)
    return (
      <p role="alert">
        The messages cannot be loaded.{' '}
        <button type="button" onClick={() => void refetch()}>
          Try again
        </button>
      </p>
    )
  return (
    <>
      <MessageLog data={isPending ? null : data} end={end} person={person} />
      <NotSent refused={refused} onSend={say} onDiscard={discard} />
      <TypingIndicator conversationId={conversation.id} />
      <MessageForm conversation={conversation} person={person} onSend={say} />
    </>
  )
}
