import { LiveViewBadge, LiveViewCounter, ViewAnalytics } from 'pitchey-live'
import { useEffect, useRef } from 'react'
import { addressOf } from './address.js'
import { isShownEditor, ownerOf, type Person, type Pitch } from './cast.js'
import { Comments } from './Comments.js'
import { OrdinaryQuery } from './OrdinaryQuery.js'
import { Watching } from './Watching.js'
import { WidgetBoundary } from './WidgetBoundary.js'

/** The page of one pitch. Being on it is what counts as a view. */
export function PitchPage({ pitch, person }: { pitch: Pitch; person: Person }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <article className="card" aria-labelledby="pitch">
      <a className="back" href={addressOf(person, { at: 'pitches' })}>
        ← All pitches
      </a>
      <h2 id="pitch" ref={heading} tabIndex={-1}>
        {pitch.title}
      </h2>
      <p className="byline">
        by {pitch.ownerId === person.userId ? 'you' : ownerOf(pitch)}
        {isShownEditor(pitch, person) && (
          <>
            {' · '}
            <a href={addressOf(person, { at: 'editor', pitch })}>Edit</a>
          </>
        )}
      </p>
      <p className="logline">{pitch.logline}</p>
      <div className="attention">
        <WidgetBoundary name="The view counter">
          <LiveViewCounter pitchId={pitch.id} showUniqueViewers showRecentViewers animated />
        </WidgetBoundary>
        <WidgetBoundary name="The badge">
          <LiveViewBadge pitchId={pitch.id} />
        </WidgetBoundary>
      </div>
      <WidgetBoundary name="The view analytics">
        <ViewAnalytics pitchId={pitch.id} />
      </WidgetBoundary>
      <WidgetBoundary name="The watchers">
        <Watching pitchId={pitch.id} />
      </WidgetBoundary>
      <WidgetBoundary name="The ordinary query">
        <p className="proof">
          The same number from <code>useQuery(pitchViews({pitch.id}))</code> and nothing else:{' '}
          <OrdinaryQuery pitchId={pitch.id} />
        </p>
      </WidgetBoundary>
      <WidgetBoundary name="The comments">
        <Comments pitchId={pitch.id} person={person} />
      </WidgetBoundary>
    </article>
  )
}
