import { addressOf, type Place } from './address.js'
import type { Person } from './cast.js'
import { partOf } from './placeWords.js'

const PARTS = [
  ['pitches', 'Pitches'],
  ['messages', 'Messages'],
  ['files', 'Files'],
] as const

/** Where one person's screen can go. */
export function PersonPages({ person, place }: { person: Person; place: Place }) {
  return (
    <nav className="person-pages" aria-label={`${person.username}’s pages`}>
      {PARTS.map(([at, words]) => (
        <a key={at} href={addressOf(person, { at })} aria-current={at === partOf(place) ? 'true' : undefined}>
          {words}
        </a>
      ))}
    </nav>
  )
}
