import { LiveViewCounter } from 'pitchey-live'
import { addressOf } from './address.js'
import { ownerOf, PITCHES, type Person } from './cast.js'
import { WidgetBoundary } from './WidgetBoundary.js'

/** All pitches with their counts, which move while one looks. Looking at the list is not a view. */
export function PitchList({ person }: { person: Person }) {
  return (
    <div className="card">
      <h2>Pitches</h2>
      <ul className="pitches">
        {PITCHES.map((pitch) => (
          <li key={pitch.id}>
            <div>
              <a href={addressOf(person, { at: 'pitch', pitch })}>{pitch.title}</a>
              <small>by {pitch.ownerId === person.userId ? 'you' : ownerOf(pitch)}</small>
            </div>
            <WidgetBoundary name="The view counter">
              <LiveViewCounter pitchId={pitch.id} trackView={false} />
            </WidgetBoundary>
          </li>
        ))}
      </ul>
    </div>
  )
}
