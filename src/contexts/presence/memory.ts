import * as v from 'valibot'
import type { Choice } from './self.js'
import { MAX_ACTIVITY, STATUSES } from '../../protocol/streams/presence.js'

/** Where a choice outlasts the reload of its page, and nothing more: it falls with the user's last socket. */
export interface Memory {
  readonly read: (userId: number) => string | null
  readonly write: (userId: number, text: string) => void
}

/** Frames of one tab may be of different users. */
const keyOf = (userId: number) => `pitchey-presence ${userId}`

const Remembered = v.object({
  userId: v.number(),
  choice: v.object({
    status: v.picklist(STATUSES),
    activity: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_ACTIVITY))),
    until: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
  }),
})

/** What that user chose; `null` for anybody else, and for what is not ours. */
export function readChoice(text: string | null, userId: number): Choice | null {
  try {
    const parsed = v.safeParse(Remembered, JSON.parse(text ?? ''))
    return parsed.success && parsed.output.userId === userId ? parsed.output.choice : null
  } catch {
    return null // somebody else's words
  }
}

/** The tab's own. Storage may be forbidden; then a reload is a new visit. */
export const tabMemory: Memory = {
  read: (userId) => {
    try {
      return typeof sessionStorage === 'undefined' ? null : sessionStorage.getItem(keyOf(userId))
    } catch {
      return null
    }
  },
  write: (userId, text) => {
    try {
      if (typeof sessionStorage !== 'undefined') sessionStorage.setItem(keyOf(userId), text)
    } catch {
      // Full or forbidden: the choice holds until the page is left.
    }
  },
}
