import type { Place } from './address.js'
import type { Person } from './cast.js'
import { namesOf, othersIn } from './conversations.js'

/** What the place itself is called; `null` for where one begins. */
export function titleOf(place: Place, person: Person): string | null {
  switch (place.at) {
    case 'pitches':
      return null
    case 'pitch':
      return place.pitch.title
    case 'editor':
      return `Edit ${place.pitch.title}`
    case 'messages':
      return 'Messages'
    case 'conversation':
      return namesOf(othersIn(place.conversation, person))
    case 'files':
      return 'Files'
    default:
      return place satisfies never
  }
}

/** What it is a part of. */
export function partOf({ at }: Place): 'pitches' | 'messages' | 'files' {
  switch (at) {
    case 'pitches':
    case 'pitch':
    case 'editor':
      return 'pitches'
    case 'messages':
    case 'conversation':
      return 'messages'
    case 'files':
      return 'files'
    default:
      return at satisfies never
  }
}
