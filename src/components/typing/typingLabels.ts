import { plural, type Quantity } from '../shell/plural.js'

/** What indicators of typing and the fields that tell of it say. */
export interface TypingLabels {
  /** @param names a list, e.g. "Ana and Ben"; `people` says how many they are */
  readonly typing: (names: string, people: Quantity) => string
  /** At the end of such a list. */
  readonly others: (people: Quantity) => string
  readonly messagePlaceholder: string
  readonly longMessagePlaceholder: string
  /** Name of a field that the host gave none. */
  readonly message: string
}

const count = plural('en')

export const typingLabels: TypingLabels = {
  typing: (names, people) => count({ ...people, text: names }, { one: '# is typing…', other: '# are typing…' }),
  others: (people) => count(people, { one: '# other', other: '# others' }),
  messagePlaceholder: 'Type a message…',
  longMessagePlaceholder: 'Type your message…',
  message: 'Message',
}
