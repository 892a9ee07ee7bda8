import { addressOf } from '../address.js'
import type { Person } from '../cast.js'
import { conversationWith } from '../conversations.js'

/** Where a list of people leads: to what one writes to each of them alone. */
export const talkTo =
  (person: Person) =>
  ({ userId }: { readonly userId: number }): string | undefined => {
    const conversation = conversationWith(person, userId)
    return conversation ? addressOf(person, { at: 'conversation', conversation }) : undefined
  }
