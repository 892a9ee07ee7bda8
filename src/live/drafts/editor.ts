import type { Content } from './content.js'
import type { Copies } from './copies.js'
import {
  copyOf,
  isDirty,
  newDraft,
  troubleOf,
  type Copy,
  type Draft,
  type DraftEvent,
  type Told,
  type World,
} from './draft.js'
import { covers } from './edit.js'
import { editOf, handedOver, newForm, shownTo, turnedTo, type Form as FormState } from './form.js'
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
import type { Ack } from '../../protocol/control.js'
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

/** One form that shows the draft, and what it knows of the server. */
export interface Form {
  /** What it holds now, whole. `false`: it still shows what is another user's, and nothing of that is taken. */
  readonly edit: (content: Content) => boolean
  /** The server's version, as the form's own query has it; `null`: it has none, or none any more. */
  readonly confirm: (version: Told | null) => void
  /** May the draft be read? With what the server said, if not. */
  readonly admit: (refusal: ErrorBody | null) => void
  readonly state: () => FormState
  readonly end: () => void
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
  /** What the server would say against content that need not be sent to know it; `null`: nothing. */
  readonly objection: (content: Content) => ErrorBody | null
  readonly revisionOf: (ack: Ack) => number | null
  /** The version that a save was refused for. */
  readonly currentOf: (error: ErrorBody) => Told | null
  readonly settings: Settings
}

/** Said when nobody answers. */
const UNREACHABLE: ErrorBody = {
  code: 'unavailable',
  message: 'The server did not answer; what is not saved is sent again',
  retryable: true,
}

export function createEditor(options: EditorOptions): Editor {
  const { clock, random, newId, openLine, copyKey, message, objection, revisionOf, currentOf } = options
  let { settings } = options
  const tab = newId()
  let draft: Draft = newDraft
  let error: ErrorBody | null = null
  /** Whose draft it is; `null`: nobody is known yet, and whatever is typed is the first one's. */
  let owner: string | null = null
  /** Who is gone is shown nothing, but may come back. */
  let isPresent = true
  let cancelDue: Cancel | null = null
  let view: DraftView | null = null
  let ended: (() => void) | null = null
  const listeners = new Set<() => void>()
  let turns = 0
  const forms = new Set<{ state: FormState; heard: number }>()
  /** What could not be kept on this device, of users who may come back. */
  const left = new Map<string, Copy>()

  const take = (event: DraftEvent) => {
    const before = draft
    draft = step(draft, event, { ...settings, tab, now: clock.now(), newId })
    if (draft === before) return
    if (draft.mine !== before.mine) for (const form of forms) form.state = shownTo(form.state, draft.mine)
    if (troubleOf(draft) === null && draft.saving === null && draft.failures === 0) error = null
    if (draft.trouble === 'failing') error ??= UNREACHABLE
    if (draft.mine !== before.mine || draft.fork !== before.fork || draft.confirmed !== before.confirmed)
      keeper.keepSoon()
    wait()
    if (draft.saving !== before.saving) send()
    change()
    if (isClosing()) leave(event)
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
    for (const form of forms) {
      form.state = handedOver(form.state, from, to)
      form.heard = Number.NEGATIVE_INFINITY
    }
  }

  const onAnswer = (id: string, answer: Answer): void => {
    switch (answer.is) {
      case 'ack': {
        const revision = revisionOf(answer.ack)
        return take(revision === null ? { is: 'unanswered', id, isReachable: true } : { is: 'saved', id, revision })
      }
      case 'error':
        error = answer.error
        return take({ is: 'refused', id, refusal: refusalOf(answer.error) })
      case 'silence':
        return take({ is: 'unanswered', id, isReachable: true })
      case 'unreachable':
        return take({ is: 'unanswered', id, isReachable: false })
      default:
        return answer satisfies never
    }
  }
  const refusalOf = (body: ErrorBody) => {
    const retryAfterMs = Math.max(body.retryAfterMs ?? 0, backoff(draft.failures, RESYNC, random))
    if (body.code === 'conflict') return { why: 'conflict', current: currentOf(body), retryAfterMs } as const
    if (body.code === 'forbidden' || body.code === 'not_found') return { why: 'forbidden' } as const
    if (!body.retryable && body.code !== 'rate_limited') return { why: 'invalid' } as const
    return { why: 'failed', retryAfterMs } as const
  }

  /** Who is not looked at any more stays until all is saved, or for as long as only that keeps what was typed. */
  const leave = (event?: DraftEvent) => {
    if (event?.is === 'saved' && isDirty(draft)) return take({ is: 'save' })
    keeper.keep()
    const { confirmed, fork } = draft
    const trouble = troubleOf(draft)
    const isStuck = !isPresent || confirmed === null || fork !== null || (trouble !== null && trouble !== 'failing')
    if (unsaved() && !(isStuck && keeper.isStored())) return
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
  })

  const openForm = (former?: FormState): Form => {
    const form = {
      state: shownTo(former ? turnedTo(former) : newForm, draft.mine),
      /** The newest revision that its query had. */
      heard: Number.NEGATIVE_INFINITY,
    }
    forms.add(form)
    return {
      edit: (content) => {
        const edit = editOf(form.state, content, draft.mine, draft.confirmed?.content)
        if (!edit) return false
        const isFirst = form.state.passed === null
        form.state = edit.form
        take({ is: 'edited', from: edit.from, to: edit.to })
        if (isFirst) change()
        return true
      },
      confirm: (version) => {
        const { heard } = form
        form.heard = version?.revision ?? Number.NEGATIVE_INFINITY
        // A query goes back only when the server counts anew.
        if (version) take({ is: version.revision < heard ? 'began anew' : 'confirmed', version })
      },
      admit: (refusal) => {
        if (refusal) error = refusal
        take({ is: 'admitted', isAdmitted: refusal === null })
      },
      state: () => form.state,
      end: () => forms.delete(form),
    }
  }

  return {
    get: () =>
      (view ??= {
        ...look(isPresent ? draft : newDraft, settings, {
          isWritten: isPresent && [...forms].some(({ state }) => state.passed !== null),
          wall: savedOnWall,
        }),
        error: isPresent ? error : null,
        isKept: !keeper.isRefused(),
      }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    openForm,
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
