import './messages.css'
import { useQuery } from '@tanstack/react-query'
import { liveQuery, PresenceIndicator } from 'pitchey-live'
import { useEffect, useRef } from 'react'
import { addressOf } from '../address.js'
import type { Person } from '../cast.js'
import { conversationsOf, namesOf, othersIn, type Conversation } from '../conversations.js'
import { messages } from '../streams/index.js'
import { dayOf, dayWords, timeWords, useToday } from './days.js'

/** With whom one writes, and what was said last. */
export function ConversationList({ person }: { person: Person }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <article className="card" aria-labelledby="messages">
      <h2 id="messages" ref={heading} tabIndex={-1}>
        Messages
      </h2>
      <ul className="conversations">
        {conversationsOf(person).map((conversation) => (
          <Row key={conversation.id} conversation={conversation} person={person} />
        ))}
      </ul>
    </article>
  )
}

function Row({ conversation, person }: { conversation: Conversation; person: Person }) {
  const { data, isError } = useQuery(liveQuery(messages, conversation.id))
  const others = othersIn(conversation, person)
  const [only] = others
  return (
    <li>
      <a href={addressOf(person, { at: 'conversation', conversation })}>
        <span className="conversation-names">{namesOf(others)}</span>
        {only && others.length === 1 && (
          <PresenceIndicator userId={only.userId} username={only.username} showStatus={false} />
        )}
      </a>
      <Last data={data} isError={isError} person={person} />
    </li>
  )
}

interface LastProps {
  readonly data: ReturnType<typeof messages.initial> | undefined
  readonly isError: boolean
  readonly person: Person
}

function Last({ data, isError, person }: LastProps) {
  const today = useToday()
  const waiting = data?.pending?.at(-1)
  const last = data?.items.at(-1)
  if (!data) return <p className="conversation-last">{isError ? 'They cannot be loaded.' : '…'}</p>
  if (waiting !== undefined)
    return (
      <p className="conversation-last">
        You, on its way: <bdi>{waiting}</bdi>
      </p>
    )
  if (!last) return <p className="conversation-last">Nobody has written anything yet.</p>
  const day = dayOf(last.at)
  return (
    <p className="conversation-last">
      {last.userId === person.userId ? 'You' : last.username}: <bdi>{last.text}</bdi>
      <time dateTime={last.at}>{day === today ? timeWords(last.at) : dayWords(day, today)}</time>
    </p>
  )
}
