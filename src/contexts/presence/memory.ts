import * as v from 'valibot'
import type { Choice } from './self.js'
import { MAX_ACTIVITY, STATUSES } from '../../protocol/streams/presence.js'

/** Where a choice outlasts the reload of its page, and nothing more: it falls with the user's last socket. */
export interface Memory {
  readonly read: () => string | null
  readonly write: (text: string) => void
}

const KEY = 'pitchey-presence'

const Remembered = v.object({
  userId: v.number(),
  choice: v.object({
    status: v.picklist(STATUSES),
    activity: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_ACTIVITY))),
  }),
})

/** What that user chose; `null` for anybody else, and for what is not ours. */
export function readChoice(text: string | null, userId: number | null): Choice | null {
  try {
    const parsed = v.safeParse(Remembered, JSON.parse(text ?? ''))
    return parsed.success && parsed.output.userId === userId ? parsed.output.choice : null
  } catch {
    return null // somebody else's words
  }
}

/** The tab's own. Storage may be forbidden; then a reload is a new visit. */
export const tabMemory: Memory = {
  read: () => {
    try {
      return typeof sessionStorage === 'undefined' ? null : sessionStorage.getItem(KEY)
    } catch {
      return null
    }
  },
  write: (text) => {
    try {
      if (typeof sessionStorage !== 'undefined') sessionStorage.setItem(KEY, text)
    } catch {
      // Full or forbidden: the choice holds until the page is left.
    }
  },
}
