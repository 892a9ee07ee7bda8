import { talkAddress, type Talk } from '../address.js'
import type { Person } from '../cast.js'
import { conversationWith, namesOf, othersIn } from '../conversations.js'

/** What a page of messages is called. */
export const titleOf = (talk: Talk, person: Person): string =>
  talk === 'all' ? 'Messages' : namesOf(othersIn(talk, person))

/** Where a list of people leads: to what one writes to each of them alone. */
export const hrefOf =
  (person: Person) =>
  ({ userId }: { readonly userId: number }): string | undefined => {
    const conversation = conversationWith(person, userId)
    return conversation ? talkAddress(person, conversation) : undefined
  }
