/** Who and what the demo is about. The server keeps the same in its seed: there is no API for titles. */

export interface Person {
  /** What the demo's login and its addresses call them. */
  readonly name: string
  readonly userId: number
  readonly username: string
  readonly role: 'creator' | 'investor' | 'production'
}

export interface Pitch {
  readonly id: number
  readonly ownerId: number
  readonly title: string
  readonly logline: string
}

export const ANA: Person = { name: 'ana', userId: 1, username: 'Ana', role: 'creator' }
export const BEN: Person = { name: 'ben', userId: 2, username: 'Ben', role: 'investor' }
const CARA: Person = { name: 'cara', userId: 3, username: 'Cara', role: 'production' }
export const PEOPLE = [ANA, BEN, CARA] as const

export const PITCHES: readonly Pitch[] = [
  {
    id: 1,
    ownerId: 1,
    title: 'The Lighthouse Keeper’s Daughter',
    logline: 'A girl who has never left the rock must steer a fleet home by the stories her father told.',
  },
  {
    id: 2,
    ownerId: 1,
    title: 'Midnight Harvest',
    logline: 'Five farmers find that the field they share grows something different for each of them.',
  },
  {
    id: 3,
    ownerId: 1,
    title: 'Seven Kinds of Rain',
    logline: 'A weather forecaster who is always wrong falls in love with the one day she got right.',
  },
  {
    id: 4,
    ownerId: 3,
    title: 'Paper Astronauts',
    logline: 'A class of nine-year-olds convinces a retired engineer that the launch is on Friday.',
  },
  {
    id: 5,
    ownerId: 3,
    title: 'The Quiet Year',
    logline: 'A radio host loses her voice and learns, letter by letter, who has been listening.',
  },
]

export const personNamed = (name: string | null): Person | null => PEOPLE.find((one) => one.name === name) ?? null

export const pitchWithId = (id: number): Pitch | null => PITCHES.find((pitch) => pitch.id === id) ?? null

/** As the server's seed has it. The owner may change it, so whether it is still so, the server says. */
const LET_IN: readonly (readonly [Pitch['id'], Person])[] = [[1, BEN]]

/** To whom the way to a pitch's draft is shown. */
export const isShownEditor = ({ id, ownerId }: Pitch, person: Person): boolean =>
  ownerId === person.userId || LET_IN.some(([pitchId, one]) => pitchId === id && one === person)

export const ownerOf = ({ ownerId }: Pitch): string =>
  PEOPLE.find(({ userId }) => userId === ownerId)?.username ?? 'Somebody'
