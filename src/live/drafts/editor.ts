import { eventOf, type Reading } from './answers.js'
import type { Content } from './content.js'
import type { Copies } from './copies.js'
import { copyOf, isDirty, newDraft, troubleOf, type Copy, type Draft, type DraftEvent, type World } from './draft.js'
import { covers } from './edit.js'
import type { Form as FormState } from './form.js'
import { createForms, type Form } from './forms.js'
import { previewOf } from './join.js'
import { createKeeper } from './keeper.js'
import type { Choices } from './resolve.js'
import { dueAt } from './save.js'
import { step } from './step.js'
import { look, type DraftView } from './view.js'
import { backoff, RESYNC } from '../backoff.js'
import { wallAt, type Cancel, type Clock } from '../clock.js'
import type { Answer } from '../outbox/delivery.js'
import type { Line, LineListener } from '../outbox/lines.js'
import type { ErrorBody } from '../../protocol/errorCodes.js'

/** One draft as one page edits it, however many forms show it. */
export interface Editor {
  readonly get: () => DraftView
  readonly subscribe: (listener: () => void) => Cancel
  /** @param former the form as it was when it edited another draft, if it may still show that */
  readonly openForm: (former?: FormState) => Form
  readonly save: () => void
  /** @throws UndecidedError for conflicts without a choice */
  readonly resolve: (choices: Choices) => void
  readonly undo: () => void
  /** What these decisions would lead to; what has none is as we have it. */
  readonly preview: (choices: Choices) => Content
  /** As of the next event. */
  readonly configure: (settings: Settings) => void
  /** Saves what there is to save, and then ends, unless it is opened again before: what can be kept nowhere else stays here. */
  readonly close: (ended: () => void) => void
  readonly reopen: () => void
}

export interface Settings extends Pick<World, 'intervalMs' | 'isValid' | 'words' | 'sides' | 'wins' | 'maxFailures'> {
  /** Where what is not saved outlives the page; `null`: nowhere. */
  readonly copies: Copies | null
}

export interface EditorOptions extends Reading {
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
  /** What the server would say against content that need not be sent to know it; `null`: nothing. */
  readonly objection: (content: Content) => ErrorBody | null
  readonly settings: Settings
}

/** Said when nobody answers. */
const UNREACHABLE: ErrorBody = {
  code: 'unavailable',
  message: 'The server did not answer; what is not saved is sent again',
  retryable: true,
}

export function createEditor(options: EditorOptions): Editor {
  const { clock, random, newId, openLine, copyKey, message, objection } = options
  let { settings } = options
  const tab = newId()
  let draft: Draft = newDraft
  let error: ErrorBody | null = null
  /** Whose draft it is; `null`: nobody is known yet, and whatever is typed is the first one's. */
  let owner: string | null = null
  /** Who is gone is shown nothing, but may come back. */
  let isPresent = true
  /** There is nobody any more to save with. */
  let isOver = false
  let cancelDue: Cancel | null = null
  let view: DraftView | null = null
  let ended: (() => void) | null = null
  const listeners = new Set<() => void>()
  let turns = 0
  /** What could not be kept on this device, of users who may come back. */
  const left = new Map<string, Copy>()

  const take = (event: DraftEvent) => {
    const before = draft
    draft = step(draft, event, { ...settings, tab, now: clock.now(), newId })
    if (draft === before) return
    if (draft.mine !== before.mine) forms.show(draft.mine)
    if (troubleOf(draft) === null && draft.saving === null && draft.failures === 0) error = null
    if (draft.trouble === 'failing') error ??= UNREACHABLE
    if (draft.mine !== before.mine || draft.fork !== before.fork || draft.confirmed !== before.confirmed)
      keeper.keepSoon()
    wait()
    if (draft.saving !== before.saving) send()
    change()
    if (isClosing()) leave()
  }
  const send = () => {
    const { saving } = draft
    if (!saving || !line.isOpen()) return
    const against = objection(saving.content)
    if (against) {
      error = against
      return take({ is: 'refused', id: saving.id, refusal: { why: 'invalid' } })
    }
    // Other tabs hear of what was typed before they hear that it was saved.
    keeper.keep()
    line.send({ ...message(saving), id: saving.id })
  }
  /** Read once for each save: the two clocks of a machine never tell quite the same. */
  let onWall = { at: Number.NaN, wall: 0 }
  const savedOnWall = (at: number) => {
    if (onWall.at !== at) onWall = { at, wall: wallAt(clock, at) }
    return onWall.wall
  }
  const isClosing = () => ended !== null
  const change = () => {
    view = null
    for (const listener of listeners) listener()
  }
  const wait = () => {
    cancelDue?.()
    const at = dueAt(draft, settings)
    cancelDue = at === null ? null : clock.after(Math.max(0, at - clock.now()), onDue)
  }
  const onDue = () => {
    take({ is: 'due' })
    // A browser's timer may be early, and then nothing has happened.
    wait()
  }
  const unsaved = (): Copy | null => (isDirty(draft) || draft.fork ? copyOf(draft, tab) : null)
  const keeper = createKeeper({
    clock,
    copies: () => settings.copies,
    tab,
    unsaved,
    covers: (copy) => covers(draft, copy),
    onChange: change,
    onElsewhere: (copy) => take({ is: 'edited elsewhere', copy }),
  })

  const forms = createForms({
    draft: () => draft,
    take,
    onFirst: change,
    onRefusal: (refusal) => void (error = refusal),
  })

  const turn = async (userKey: string | null) => {
    keeper.keep()
    isPresent = userKey !== null
    if (userKey !== null && userKey !== owner) {
      turns += 1
      const mine = turns
      if (owner !== null) handOver(owner, userKey)
      keeper.close()
      owner = userKey
      change()
      const copy = left.get(userKey)
      left.delete(userKey)
      if (copy) take({ is: 'restored', copy })
      const key = settings.copies ? await copyKey(userKey) : null
      if (turns !== mine) return
      const kept = keeper.open(key)
      if (kept) take({ is: 'restored', copy: kept })
    }
    wait()
    change()
    if (isClosing()) leave()
  }
  const handOver = (from: string, to: string) => {
    const copy = keeper.isStored() ? null : unsaved()
    if (copy) left.set(from, copy)
    draft = { ...newDraft, isUp: draft.isUp }
    error = null
    forms.handOver(from, to)
  }

  const onAnswer = (id: string, answer: Answer): void => {
    if (answer.is === 'error') error = answer.error
    take(eventOf(id, answer, options, backoff(draft.failures, RESYNC, random)))
  }

  /** Who is not looked at any more stays until all is saved, or for as long as only that keeps what was typed. */
  const leave = () => {
    keeper.keep()
    const { confirmed, fork } = draft
    const trouble = troubleOf(draft)
    const isStuck = !isPresent || confirmed === null || fork !== null || (trouble !== null && trouble !== 'failing')
    if (unsaved() && !isOver && !(isStuck && keeper.isStored())) return
    const end = ended
    ended = null
    turns += 1
    cancelDue?.()
    keeper.close()
    line.end()
    end?.()
  }

  const line = openLine({
    onLink: (isUp) => take({ is: 'link', isUp }),
    onAnswer,
    onUser: (userKey) => void turn(userKey),
    onHide: () => {
      take({ is: 'save' })
      keeper.keep()
    },
    onDispose: () => {
      isOver = true
      if (isClosing()) leave()
    },
  })

  return {
    get: () =>
      (view ??= {
        ...look(isPresent ? draft : newDraft, settings, {
          isWritten: isPresent && forms.isWritten(),
          wall: savedOnWall,
        }),
        error: isPresent ? error : null,
        isKept: !keeper.isRefused(),
      }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    openForm: forms.open,
    save: () => take({ is: 'save' }),
    resolve: (choices) => {
      take({ is: 'resolved', choices })
      keeper.tell(copyOf(draft, tab))
      keeper.keepSoon()
    },
    undo: () => take({ is: 'undone' }),
    preview: (choices) => previewOf(draft, choices, settings),
    configure: (next) => {
      settings = next
      wait()
    },
    close: (onEnded) => {
      ended = onEnded
      take({ is: 'save' })
      if (isClosing()) leave()
    },
    reopen: () => void (ended = null),
  }
}
