import { appAddress, talkAddress, type Talk } from './address.js'
import type { Person } from './cast.js'

/** Where one person's screen can go. */
export function PersonPages({ person, talk }: { person: Person; talk: Talk | null }) {
  return (
    <nav className="person-pages" aria-label={`${person.username}’s pages`}>
      <a href={appAddress(person, null)} aria-current={talk ? undefined : 'true'}>
        Pitches
      </a>
      <a href={talkAddress(person, 'all')} aria-current={talk ? 'true' : undefined}>
        Messages
      </a>
    </nav>
  )
}
