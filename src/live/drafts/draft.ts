import { sameContent, type Content } from './content.js'
import type { Choices } from './resolve.js'
import type { Rule } from './rule.js'

/** What the server holds, and how often it was saved. */
export interface Version {
  readonly content: Content
  /** 0: never saved. */
  readonly revision: number
}

/** As the server tells it: content is any JSON, but only of an object can a draft be made. */
export interface Told {
  readonly content: unknown
  readonly revision: number
}

/** Two versions that wait for somebody to decide between them. */
export interface Fork {
  /** What both began with. */
  readonly base: Content
  readonly theirs: Content
  /** The other side holds something that was typed here and never saved: no newer version may take its place. */
  readonly isOurs: boolean
}

export interface Save {
  /** The same for every attempt: the server does it once. */
  readonly id: string
  readonly content: Content
  readonly baseRevision: number
}

/**
 * Why saving has stopped. `invalid` ends with the next edit, `failing` with a save that works, `forbidden` with the next link,
 * `unreadable` when the server holds fields again: what cannot be shown is not saved over.
 */
export type Trouble = 'invalid' | 'failing' | 'forbidden' | 'unreadable'

/**
 * One draft on one page. Pure: `step` decides, whoever calls it acts.
 *
 *     loading ──▶ clean ⇄ dirty ⇄ saving ──▶ clean
 *                   │        └──▶ offline ──▶ saving
 *                   └── the server went on, and so did we ──▶ conflict ──▶ dirty
 *
 * Nothing but `confirmed` says what the server has, and it only moves forward, unless the server itself began anew; whether
 * there is something to save is what differs from it.
 */
export interface Draft {
  /** The newest known of the server; `null`: not known yet, and nothing is saved before it is. */
  readonly confirmed: Version | null
  /** The newest whose changes are in `mine`. Older than `confirmed` only while a conflict is open. */
  readonly joined: Version | null
  /** The newest revision in `mine` that brought something which no tab of ours had. */
  readonly foreign: number
  /** With everything that was typed. */
  readonly mine: Content
  readonly fork: Fork | null
  /** How many edits of each tab of this user are in `mine`. */
  readonly seen: Seen
  /** What other tabs held last, as far as it is in `mine` as a whole. */
  readonly heard: Readonly<Record<string, Content>>
  readonly saving: Save | null
  readonly isUp: boolean
  /** May it be read? */
  readonly isAdmitted: boolean
  /** When the last edit was made that is not saved, and the first. */
  readonly editedAt: number | null
  readonly dirtySince: number | null
  /** Not before then is a save tried again. */
  readonly retryAt: number
  /** Saves that failed, one after the other. */
  readonly failures: number
  readonly trouble: Trouble | null
  readonly savedAt: number | null
  /** How things stood before the last conflict was settled. */
  readonly before: { readonly mine: Content; readonly fork: Fork } | null
}

export const newDraft: Draft = {
  confirmed: null,
  joined: null,
  foreign: 0,
  mine: {},
  fork: null,
  seen: {},
  heard: {},
  saving: null,
  isUp: false,
  isAdmitted: true,
  editedAt: null,
  dirtySince: null,
  retryAt: 0,
  failures: 0,
  trouble: null,
  savedAt: null,
  before: null,
}

/** Edits counted by tab: of two drafts it tells which one has all that the other has. */
export type Seen = Readonly<Record<string, number>>

/** What survives a reload, and is told to other tabs. */
export interface Copy extends Pick<Draft, 'confirmed' | 'joined' | 'mine' | 'fork' | 'seen'> {
  /** That keeps it. */
  readonly tab: string
}

export const copyOf = ({ confirmed, joined, mine, fork, seen }: Draft, tab: string): Copy => ({
  confirmed,
  joined,
  mine,
  fork,
  seen,
  tab,
})

export type Refusal =
  /** Somebody saved before us; what they saved comes along, or over the stream. */
  | { readonly why: 'conflict'; readonly current: Told | null; readonly retryAfterMs: number }
  /** The content as it is will never be taken. */
  | { readonly why: 'invalid' }
  | { readonly why: 'forbidden' }
  /** Worth another try. */
  | { readonly why: 'failed'; readonly retryAfterMs: number }

export type DraftEvent =
  /** A form has something other now than it had before. */
  | { readonly is: 'edited'; readonly from: Content; readonly to: Content }
  /** Another tab of the same user keeps this now. */
  | { readonly is: 'edited elsewhere'; readonly copy: Copy }
  /** The server's version, by whatever way. */
  | { readonly is: 'confirmed'; readonly version: Told }
  /** The server counts anew: what it holds now may be older than what it held before. */
  | { readonly is: 'began anew'; readonly version: Told }
  /** What an earlier visit left on this device. */
  | { readonly is: 'restored'; readonly copy: Copy }
  | { readonly is: 'link'; readonly isUp: boolean }
  /** May it be read at all? */
  | { readonly is: 'admitted'; readonly isAdmitted: boolean }
  /** The time has come that `dueAt` said. */
  | { readonly is: 'due' }
  /** By hand, or because the page goes: now, whatever the interval. */
  | { readonly is: 'save' }
  | { readonly is: 'saved'; readonly id: string; readonly revision: number }
  /** Nobody knows what became of it: it is sent again, at once or with the next link. */
  | { readonly is: 'unanswered'; readonly id: string; readonly isReachable: boolean }
  | { readonly is: 'refused'; readonly id: string; readonly refusal: Refusal }
  | { readonly is: 'resolved'; readonly choices: Choices }
  /** The last conflict that was settled is open again. */
  | { readonly is: 'undone' }

export interface World {
  /** The name of this tab. */
  readonly tab: string
  readonly now: number
  readonly intervalMs: number
  /** A name for a new save. */
  readonly newId: () => string
  readonly isValid: (content: Content) => boolean
  /** How an edit is put onto what it does not know of. */
  readonly words: Rule
  /** How the server's changes and ours are joined. */
  readonly sides: Rule
  /** Who wins a conflict without being asked. */
  readonly wins: 'mine' | 'theirs' | null
  readonly maxFailures: number
}

export const isDirty = ({ confirmed, mine }: Draft): boolean => !sameContent(mine, confirmed?.content ?? {})

export const troubleOf = ({ isAdmitted, trouble }: Draft): Trouble | null => (isAdmitted ? trouble : 'forbidden')

/** What there is to say of it. */
export type DraftStatus = 'loading' | 'clean' | 'dirty' | 'saving' | 'offline' | 'conflict' | 'error'

export function statusOf(draft: Draft): DraftStatus {
  if (draft.fork) return 'conflict'
  const trouble = troubleOf(draft)
  if (trouble !== null && trouble !== 'invalid') return 'error'
  if (draft.saving && draft.isUp) return 'saving'
  if (isDirty(draft)) return draft.isUp ? 'dirty' : 'offline'
  return draft.confirmed ? 'clean' : 'loading'
}
