import type { Content } from '../../src/live/drafts/content.js'
import {
  copyOf,
  newDraft,
  type Copy,
  type Draft,
  type DraftEvent,
  type Version,
  type World,
} from '../../src/live/drafts/draft.js'
import { editOf, newForm, shownTo } from '../../src/live/drafts/form.js'
import { conflictsOf } from '../../src/live/drafts/join.js'
import { dueAt } from '../../src/live/drafts/save.js'
import { step } from '../../src/live/drafts/step.js'
import type { Choice } from '../../src/live/drafts/resolve.js'

/**
 * Why: several people edit one draft over links that break anywhere, on pages that are closed, with forms that show what they
 * were filled with and nothing newer. The server does one save after the other and keeps all revisions.
 */
export interface DraftWorld {
  readonly people: readonly Person[]
  readonly server: { readonly history: readonly Content[]; readonly current: () => Version }
  readonly advance: (ms: number) => void
  /** The oldest of what is on its way between a person and the server arrives. */
  readonly deliver: (person: number, way: 'out' | 'in') => void
  /** Everybody is connected and everything arrives. */
  readonly settle: () => void
  /** What nobody should ever see: a word saved away that nobody took away, a version that goes back. */
  readonly complaints: readonly string[]
}

export interface Person {
  readonly draft: () => Draft
  readonly link: (isUp: boolean) => void
  /** What is in the field of the form, and what the person makes of it. */
  readonly type: (field: string, change: (text: string) => string) => void
  readonly saveNow: () => void
  readonly reload: () => void
  readonly resolve: (choice: Choice) => void
  readonly undo: () => void
  /** Both sides of every conflict that was answered. */
  readonly answered: readonly string[]
}

interface Frame {
  readonly id: string
  readonly content: Content
  readonly baseRevision: number
}

const INTERVAL_MS = 5_000

/** @param controlled whether a person's form always shows what the draft holds; otherwise only what it was filled with */
export function draftWorld(controlled: readonly boolean[], rules: Pick<World, 'words' | 'sides'>): DraftWorld {
  let now = 0
  let ids = 0
  const history: Content[] = [{}]
  const done = new Map<string, number>()
  const current = (): Version => ({ content: history.at(-1) ?? {}, revision: history.length - 1 })
  const complaints: string[] = []
  const parts = controlled.map((isControlled, n) => createPerson(isControlled, `tab ${n}`))

  function createPerson(isControlled: boolean, tab: string) {
    let draft = newDraft
    let outgoing: Frame[] = []
    let incoming: DraftEvent[] = []
    let form: Record<string, string> = { title: '', body: '' }
    /** What the page knows of the form. */
    let known = newForm
    let kept: string | null = null
    const answered: string[] = []
    /** What this person took away, by typing over it or by deciding against it. */
    const taken = new Set<string>()
    let restoring: Copy | null = null
    const world = (): World => ({
      tab,
      now,
      intervalMs: INTERVAL_MS,
      newId: () => `save ${(ids += 1)}`,
      isValid: () => true,
      ...rules,
      wins: null,
      maxFailures: 10,
    })
    const take = (event: DraftEvent) => {
      const before = draft
      draft = step(draft, event, world())
      known = shownTo(known, draft.mine)
      const { saving } = draft
      if ((draft.confirmed?.revision ?? 0) < (before.confirmed?.revision ?? 0) && event.is !== 'restored')
        complaints.push(`${event.is} took the draft back to ${draft.confirmed?.revision}`)
      if (saving && saving !== before.saving && draft.isUp) outgoing.push(saving)
      if (!restoring) kept = JSON.stringify(copyOf(draft, tab))
    }
    const show = () => {
      if (isControlled) form = { title: '', body: '', ...(draft.mine as Record<string, string>) }
    }
    const tick = () => {
      const due = dueAt(draft, world())
      if (due !== null && due <= now) take({ is: 'due' })
    }
    const serve = () => {
      const frame = outgoing.shift()
      if (!frame) return
      const { id, content, baseRevision } = frame
      const known = done.get(id)
      if (known !== undefined) {
        incoming.push({ is: 'saved', id, revision: known })
        return
      }
      if (baseRevision !== current().revision) {
        incoming.push({ is: 'refused', id, refusal: { why: 'conflict', current: current(), retryAfterMs: 0 } })
        return
      }
      if (draft.fork && draft.saving?.content === content) complaints.push('saved while somebody is being asked')
      const lost = wordsIn(current().content).filter((word) => !wordsIn(content).includes(word) && !taken.has(word))
      if (lost.length > 0) complaints.push(`saved without ${lost.join()}`)
      history.push(content)
      done.set(id, current().revision)
      incoming.push({ is: 'saved', id, revision: current().revision })
      for (const { hear } of parts) hear()
    }
    const hear = () => {
      if (draft.isUp) incoming.push({ is: 'confirmed', version: current() })
    }
    /** The disk answers when it likes. */
    const restore = () => {
      if (!restoring) return
      const copy = restoring
      restoring = null
      take({ is: 'restored', copy })
    }
    const link = (isUp: boolean) => {
      if (isUp === draft.isUp) return
      outgoing = []
      incoming = []
      take({ is: 'link', isUp })
      hear()
    }
    return {
      hear,
      tick,
      deliver: (way: 'out' | 'in') => {
        const event = restoring || way === 'out' ? undefined : incoming.shift()
        if (restoring) restore()
        else if (way === 'out') serve()
        else if (event) take(event)
      },
      isBusy: () => restoring !== null || outgoing.length + incoming.length > 0,
      person: {
        draft: () => draft,
        link,
        type: (field: string, change: (text: string) => string) => {
          show()
          const before = wordsIn(form[field])
          form = { ...form, [field]: change(form[field] ?? '') }
          for (const word of before) if (!wordsIn(form[field]).includes(word)) taken.add(word)
          const edit = editOf(known, form, draft.mine, draft.confirmed?.content)
          if (!edit) return
          known = edit.form
          take({ is: 'edited', from: edit.from, to: edit.to })
        },
        saveNow: () => take({ is: 'save' }),
        reload: () => {
          restore()
          restoring = kept === null ? null : (JSON.parse(kept) as Copy)
          const { isUp } = draft
          outgoing = []
          incoming = []
          draft = newDraft
          known = newForm
          form = { title: '', body: '' }
          if (isUp) link(true)
        },
        resolve: (choice: Choice) => {
          const { conflicts } = conflictsOf(draft, world())
          if (conflicts.length === 0) return
          const sides = JSON.stringify([draft.mine, draft.fork])
          answered.push(sides)
          take({
            is: 'resolved',
            choices: Object.fromEntries(
              conflicts.map(({ id, canTakeBoth }) => [id, choice === 'both' && !canTakeBoth ? 'mine' : choice]),
            ),
          })
          for (const word of wordsIn(sides)) if (!wordsIn(draft.mine).includes(word)) taken.add(word)
        },
        undo: () => take({ is: 'undone' }),
        answered,
      },
    }
  }

  const advance = (ms: number) => {
    now += ms
    for (const { tick } of parts) tick()
  }
  return {
    people: parts.map(({ person }) => person),
    complaints,
    server: { history, current },
    advance,
    deliver: (person, way) => parts[person]?.deliver(way),
    settle: () => {
      for (const { person } of parts) person.link(true)
      for (let rounds = 0; rounds < 200; rounds += 1) {
        for (const { isBusy, deliver } of parts)
          while (isBusy()) {
            deliver('out')
            deliver('in')
          }
        advance(1_000)
      }
    },
  }
}

/** Words of a test are hexadecimal, and one of a kind. */
const wordsIn = (value: unknown): readonly string[] =>
  JSON.stringify(value ?? '').match(/(?<![0-9a-f])[0-9a-f]{8}(?![0-9a-f])/g) ?? []
