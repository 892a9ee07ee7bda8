import { PEOPLE, type Person } from './cast.js'

/** Some of the demo's people who write to one another. */
export interface Conversation {
  /** As its stream and its typists know it: everybody's number, e.g. `1-2`. */
  readonly id: string
  /** As addresses say it, e.g. `ana-ben`. */
  readonly name: string
  readonly people: readonly Person[]
}

const [ana, ben, cara] = PEOPLE

const among = (...people: readonly Person[]): Conversation => ({
  id: people.map(({ userId }) => userId).join('-'),
  name: people.map(({ name }) => name).join('-'),
  people,
})

/** Everybody with everybody, and all together. */
const CONVERSATIONS: readonly Conversation[] = [
  among(ana, ben),
  among(ana, cara),
  among(ben, cara),
  among(ana, ben, cara),
]

export const conversationNamed = (name: string | null): Conversation | null =>
  CONVERSATIONS.find((one) => one.name === name) ?? null

export const conversationsOf = (person: Person): readonly Conversation[] =>
  CONVERSATIONS.filter(({ people }) => people.includes(person))

/** Those two alone. */
export const conversationWith = (person: Person, userId: number): Conversation | null =>
  userId === person.userId
    ? null
    : (conversationsOf(person).find(
        ({ people }) => people.length === 2 && people.some((other) => other.userId === userId),
      ) ?? null)

export const othersIn = ({ people }: Conversation, person: Person): readonly Person[] =>
  people.filter((other) => other !== person)

const list = new Intl.ListFormat('en', { type: 'conjunction' })

export const namesOf = (people: readonly Person[]): string => list.format(people.map(({ username }) => username))
