import type { Content } from './content.js'
import type { Copies } from './copies.js'
import { conflictsOf, dueAt, isDirty, newDraft, statusOf, step } from './draft.js'
import type { Draft, DraftEvent, DraftStatus, Refusal, Trouble, Version, World } from './draft.js'
import type { Choices } from './resolve.js'
import type { Joined } from './rule.js'
import { backoff, RESYNC } from '../backoff.js'
import { wallAt, type Cancel, type Clock } from '../clock.js'
import type { Answer } from '../outbox/delivery.js'
import type { Line, LineListener } from '../outbox/lines.js'
import type { Ack } from '../../protocol/control.js'
import type { ErrorBody } from '../../protocol/errorCodes.js'

/** What a draft says of itself. The same object until something changes. */
export interface DraftView {
  readonly status: DraftStatus
  /** `null` until something is known of it. */
  readonly content: Content | null
  readonly isDirty: boolean
  readonly isSaving: boolean
  /** What is open, and how it would be if mine won. */
  readonly merged: Joined
  /** The other side of what is open. */
  readonly theirs: Content | null
  /** ms since 1970 */
  readonly savedAt: number | null
  /** What the server has, and its revision. */
  readonly saved: Content | null
  readonly revision: number
  /** Can the last decision be taken back? */
  readonly canUndo: boolean
  readonly trouble: Trouble | null
  /** What the server said against the last save; `null` when it is not at fault. */
  readonly error: ErrorBody | null
  /** Is what is not saved kept on this device? `false`: storage is full or refused. */
  readonly isKept: boolean
}

/** One draft as one page edits it, however many components look at it. */
export interface Editor {
  readonly get: () => DraftView
  readonly subscribe: (listener: () => void) => Cancel
  /** What the form holds now, whole. */
  readonly edit: (content: Content) => void
  readonly save: () => void
  /** The server's version, as the query has it. */
  readonly confirm: (version: Version) => void
  /** @throws Error that names the conflicts without a choice */
  readonly resolve: (choices: Choices) => void
  readonly undo: () => void
  /** As of the next event. */
  readonly configure: (settings: Settings) => void
  /** Saves what there is to save, and lets go. */
  readonly close: () => void
}

export interface Settings extends Pick<World, 'intervalMs' | 'isValid' | 'words' | 'sides' | 'wins' | 'maxFailures'> {
  /** Where what is not saved outlives the page; `null`: nowhere. */
  readonly copies: Copies | null
}

export interface EditorOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly newId: () => string
  readonly openLine: (listener: LineListener) => Line
  /** Under what name it is kept for this user; `null`: it cannot be. */
  readonly copyKey: (userKey: string) => Promise<string | null>
  /** What is sent to save it. */
  readonly message: (save: { readonly content: Content; readonly baseRevision: number }) => {
    readonly type: string
    readonly data: unknown
  }
  readonly revisionOf: (ack: Ack) => number | null
  /** The version that a save was refused for. */
  readonly currentOf: (error: ErrorBody) => Version | null
  readonly settings: Settings
}

/** So many ms after the last change of it, what is not saved is written to this device. */
const KEEP_MS = 250

export function createEditor(options: EditorOptions): Editor {
  const { clock, random, newId, openLine, copyKey, message, revisionOf, currentOf } = options
  let { settings } = options
  let draft: Draft = newDraft
  let error: ErrorBody | null = null
  let isKept = true
  /** Until then nothing is written: it would be written over. */
  let key: string | null = null
  let user = 0
  let cancelDue: Cancel | null = null
  let cancelKeep: Cancel | null = null
  let unwatch: Cancel | null = null
  let view: DraftView | null = null
  const listeners = new Set<() => void>()

  const take = (event: DraftEvent) => {
    const before = draft
    draft = step(draft, event, { ...settings, now: clock.now(), newId })
    if (draft === before) return
    const { saving } = draft
    if (saving && saving !== before.saving && line.isOpen()) line.send({ ...message(saving), id: saving.id })
    if (draft.mine !== before.mine || draft.fork !== before.fork || draft.confirmed !== before.confirmed) keepSoon()
    if (draft.trouble === null && draft.saving === null && draft.failures === 0) error = null
    wait()
    change()
  }
  const change = () => {
    view = null
    for (const listener of listeners) listener()
  }
  const onDue = () => {
    take({ is: 'due' })
    // Timers may ring a fraction of a millisecond early: nothing was due yet, and nothing else would ring again.
    wait()
  }
  const wait = () => {
    cancelDue?.()
    const at = dueAt(draft, settings)
    cancelDue = at === null ? null : clock.after(Math.max(0, at - clock.now()), onDue)
  }

  const keepSoon = () => {
    if (key !== null) cancelKeep ??= clock.after(KEEP_MS, keep)
  }
  const keep = () => {
    cancelKeep?.()
    cancelKeep = null
    if (key === null) return
    const { confirmed, joined, mine, fork } = draft
    const before = isKept
    try {
      settings.copies?.write(key, isDirty(draft) || fork ? { confirmed, joined, mine, fork } : null)
      isKept = true
    } catch {
      isKept = false // the view says so
    }
    if (isKept !== before) change()
  }

  const turn = async (userKey: string | null) => {
    keep()
    unwatch?.()
    user += 1
    const mine = user
    const had = key
    key = unwatch = null
    // The first one's is whatever was typed before anybody was known.
    if (had !== null || userKey === null) draft = { ...newDraft, isUp: draft.isUp }
    change()
    const { copies } = settings
    if (userKey === null || !copies) return
    const found = await copyKey(userKey)
    if (user !== mine || found === null) return
    key = found
    unwatch = copies.watch(found, (from, to) => take({ is: 'edited elsewhere', from, to }))
    const copy = copies.read(found)
    if (copy) take({ is: 'restored', copy })
    keepSoon()
  }

  const onAnswer = (id: string, answer: Answer): void => {
    switch (answer.is) {
      case 'ack': {
        const revision = revisionOf(answer.ack)
        return take(revision === null ? { is: 'unanswered', id } : { is: 'saved', id, revision })
      }
      case 'error':
        error = answer.error
        return take({ is: 'refused', id, refusal: refusalOf(answer.error) })
      case 'silence':
        return take({ is: 'unanswered', id })
      case 'unreachable':
        // The line closes, and it is sent again when that opens.
        return undefined
      default:
        return answer satisfies never
    }
  }
  const refusalOf = (body: ErrorBody): Refusal => {
    if (body.code === 'conflict') return { why: 'conflict', current: currentOf(body) }
    if (body.code === 'forbidden' || body.code === 'not_found') return { why: 'forbidden' }
    if (!body.retryable && body.code !== 'rate_limited') return { why: 'invalid' }
    const retryAfterMs = Math.max(body.retryAfterMs ?? 0, backoff(draft.failures, RESYNC, random))
    return { why: 'failed', retryAfterMs }
  }

  const line = openLine({
    onLink: (isUp) => take({ is: 'link', isUp }),
    onAnswer,
    onUser: (userKey) => void turn(userKey),
    onHide: () => {
      take({ is: 'save' })
      keep()
    },
  })

  return {
    get: () => (view ??= { ...look(draft, settings, (at) => wallAt(clock, at)), error, isKept }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    edit: (content) => take({ is: 'edited', content }),
    save: () => take({ is: 'save' }),
    confirm: (version) => take({ is: 'confirmed', version }),
    resolve: (choices) => take({ is: 'resolved', choices }),
    undo: () => take({ is: 'undone' }),
    configure: (next) => {
      settings = next
      wait()
    },
    close: () => {
      take({ is: 'save' })
      keep()
      cancelDue?.()
      cancelKeep?.()
      unwatch?.()
      user += 1
      key = null
      line.end()
    },
  }
}

function look(draft: Draft, settings: Settings, wall: (at: number) => number): Omit<DraftView, 'error' | 'isKept'> {
  const status = statusOf(draft)
  // A draft that nobody ever saved or wrote holds nothing yet.
  const isKnown = (draft.confirmed?.revision ?? 0) > 0 || draft.form !== null || isDirty(draft)
  return {
    status,
    content: isKnown ? draft.mine : null,
    isDirty: isDirty(draft),
    isSaving: status === 'saving',
    merged: conflictsOf(draft, settings),
    theirs: draft.fork?.theirs ?? null,
    savedAt: draft.savedAt === null ? null : wall(draft.savedAt),
    saved: draft.confirmed?.content ?? null,
    revision: draft.confirmed?.revision ?? 0,
    canUndo: draft.before !== null,
    trouble: draft.trouble,
  }
}
