import { useWebSocket } from 'pitchey-live'
import { useId } from 'react'
import type { Person } from '../cast.js'
import type { Message, messages } from '../streams/messages.js'
import { daysOf, dayWords, timeWords, useToday, type Day } from './days.js'
import type { EndOfLog } from './useEndOfLog.js'

interface Props {
  /** `null`: not known yet. */
  readonly data: ReturnType<typeof messages.initial> | null
  readonly end: EndOfLog
  readonly person: Person
}

/**
 * What was said, oldest first, by days. No live region: it would be read anew with every change; what others say is spoken
 * by the page's one voice.
 */
export function MessageLog({ data, end, person }: Props) {
  const { scroller, content, unseen, look, goAndFocus } = end
  const today = useToday()
  const pending = data?.pending ?? []
  return (
    <div className="log-frame">
      {/* It scrolls: whoever has no pointer scrolls it with the focus on it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="log" aria-label="What was said" tabIndex={0} ref={scroller} onScroll={look}>
        <div ref={content}>
          {!data && <p className="log-empty">…</p>}
          {data && data.items.length + pending.length === 0 && (
            <p className="log-empty">Nobody has written anything yet.</p>
          )}
          {daysOf(data?.items ?? []).map((day) => (
            <OneDay key={day.day} day={day} title={dayWords(day.day, today)} person={person} />
          ))}
          <Pending texts={pending} />
        </div>
      </section>
      {unseen > 0 && (
        <button type="button" className="log-new" onClick={goAndFocus}>
          {unseen === 1 ? '1 new message' : `${unseen} new messages`}
        </button>
      )}
    </div>
  )
}

function OneDay({ day, title, person }: { day: Day; title: string; person: Person }) {
  const heading = useId()
  return (
    <div>
      <h3 id={heading} className="log-day">
        <span>{title}</span>
      </h3>
      <ol aria-labelledby={heading}>
        {day.items.map((message) => (
          <Said key={message.id} message={message} isOwn={message.userId === person.userId} />
        ))}
      </ol>
    </div>
  )
}

function Said({ message: { username, text, at }, isOwn }: { message: Message; isOwn: boolean }) {
  return (
    <li className="said" data-own={isOwn}>
      <small>
        {isOwn ? 'You' : username}, <time dateTime={at}>{timeWords(at)}</time>
      </small>
      <p dir="auto">{text}</p>
    </li>
  )
}

/** Shown before the server has it. */
function Pending({ texts }: { texts: readonly string[] }) {
  const { connectionStatus } = useWebSocket()
  if (texts.length === 0) return null
  const words = connectionStatus.state === 'connected' ? 'on its way …' : 'waiting to be sent …'
  return (
    <ol aria-label="Not there yet">
      {texts.map((text, n) => (
        // The oldest is the first to go.
        <li key={`pending ${texts.length - n}`} className="said" data-own data-pending>
          <small>You, {words}</small>
          <p dir="auto">{text}</p>
        </li>
      ))}
    </ol>
  )
}
