import type { Locale } from '../shell/format.js'
import type { Person } from '../../protocol/streams/presence.js'

const RANK = { online: 0, away: 1, dnd: 2, offline: 3 } as const satisfies Record<Person['status'], number>

/** Oneself first, then by how reachable people are, then by name. */
export function inOrder(users: readonly Person[], ownId: number | null, locale: Locale): readonly Person[] {
  const { compare } = new Intl.Collator(locale, { sensitivity: 'base', numeric: true })
  const self = ({ userId }: Person) => Number(userId !== ownId)
  return users.toSorted(
    (a, b) =>
      self(a) - self(b) || RANK[a.status] - RANK[b.status] || compare(a.username, b.username) || a.userId - b.userId,
  )
}

/** The order in which they stood, for whoever is just pointing at one of them; who is new comes last. */
export function inPlace(users: readonly Person[], before: readonly number[]): readonly Person[] {
  const places = new Map(before.map((userId, place) => [userId, place]))
  const placeOf = ({ userId }: Person) => places.get(userId) ?? places.size
  return users.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** Those whose name has what is searched for, whatever its case and accents. */
export function named(users: readonly Person[], search: string): readonly Person[] {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
  const wanted = plain(search.trim())
  return users.filter(({ username }) => plain(username).includes(wanted))
}

/** The first letters of the first and the last word. */
export function initialsOf(username: string): string {
  const words = username.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  // A letter with all that is set upon it.
  return letters
    .map((word = '') => /^.\p{M}*/su.exec(word)?.[0] ?? '')
    .join('')
    .toLocaleUpperCase()
}
