'use client'

import { useMemo, useState } from 'react'
import { entryOf, read, written, type EntryKind, type Read } from './entry.js'
import { draftLabels, type DraftLabels } from './draftLabels.js'
import type { DraftView } from './draftView.js'
import type { FieldLabels } from './fieldLabels.js'
import { fieldName, pathText } from './fieldNames.js'
import { quantity } from '../shell/format.js'
import { useI18n, type RoomWording } from '../shell/useI18n.js'
import { both } from '../../live/drafts/both.js'
import type { Conflict } from '../../live/drafts/conflict.js'
import { UndecidedError, type Choice, type Choices } from '../../live/drafts/resolve.js'

/** Whose version of a conflict somebody takes; `edit`: one of their own. */
export type Answer = 'mine' | 'theirs' | 'both' | 'edit'

export interface ConflictItem {
  readonly conflict: Conflict
  /** Which place of the draft it is about: the same whatever becomes of it. */
  readonly place: string
  /** Of the field, e.g. "Title". */
  readonly name: string
  /** Whether each is an answer to this one. */
  readonly canTake: { readonly [answer in Answer]: boolean }
  /** `null`: none yet. */
  readonly answer: Answer | null
  readonly entry: EntryKind
  /** What is written for `edit`. */
  readonly text: string
  /** Why that cannot be taken, for people; `null`: it can, or is not asked for. */
  readonly fault: string | null
  readonly isDecided: boolean
}

export interface ConflictChoicesOptions {
  readonly fieldLabels?: FieldLabels | undefined
  readonly locale?: string | undefined
  readonly labels?: Partial<DraftLabels> | undefined
}

/** The conflicts of a draft, and what was chosen for each: for a dialog of your own. */
export interface ConflictChoices {
  readonly wording: RoomWording<DraftLabels>
  readonly items: readonly ConflictItem[]
  /** How many are not decided yet. */
  readonly left: number
  /** Of what is decided, as `resolve` takes it. */
  readonly choices: Choices
  readonly choose: (id: string, answer: Answer) => void
  /** Writes a version of one's own, and chooses it. */
  readonly write: (id: string, text: string) => void
  /** Resolves the draft. `false`: something is left to decide. */
  readonly apply: () => boolean
}

interface Chosen {
  /** By the conflict's id, which is of all that it is about: what changes beneath a choice undoes it. */
  readonly answers: Readonly<Record<string, Answer>>
  /** By the place: what somebody wrote stays, whatever changes around it. */
  readonly texts: Readonly<Record<string, string>>
}

export function useConflictChoices(draft: DraftView, options: ConflictChoicesOptions = {}): ConflictChoices {
  const { fieldLabels, locale, labels: own } = options
  const wording = useI18n('drafts', draftLabels, { locale, labels: own })
  const { labels } = wording
  const [{ answers, texts }, setChosen] = useState<Chosen>({ answers: {}, texts: {} })
  const { conflicts } = draft

  const places = useMemo(() => placesOf(conflicts), [conflicts])
  const items = conflicts.map((conflict): ConflictItem => {
    const { id, path } = conflict
    const { place, nth, of } = places.get(id) ?? { place: id, nth: 1, of: 1 }
    const field = fieldName(path, fieldLabels, labels)
    const name = of > 1 ? labels.place(field, quantity(nth, wording.locale)) : field
    const entry = entryOf(conflict)
    const answer = (Object.hasOwn(answers, id) ? answers[id] : undefined) ?? null
    const text = texts[place] ?? written(entry, conflict.mine ?? conflict.theirs ?? conflict.base)
    const found = answer === 'edit' ? read(entry, text) : null
    const fault = found && faultOf(found, name, wording)
    const canTake = { mine: true, theirs: true, both: conflict.canTakeBoth, edit: isWritable(conflict, entry) }
    return { conflict, place, name, canTake, answer, entry, text, fault, isDecided: answer !== null && fault === null }
  })
  const choices: Choices = Object.fromEntries(
    items.flatMap((item) => (item.isDecided ? [[item.conflict.id, choiceOf(item)] as const] : [])),
  )
  const left = items.filter(({ isDecided }) => !isDecided).length
  const itemOf = (id: string) => items.find(({ conflict }) => conflict.id === id)

  return {
    wording,
    items,
    left,
    choices,
    choose: (id, answer) => {
      const item = itemOf(id)
      if (!item?.canTake[answer]) return
      const { place } = item
      setChosen(({ answers, texts }) => ({
        answers: { ...answers, [id]: answer },
        // Whoever edits begins with what they had chosen before.
        texts: answer === 'edit' ? { [place]: written(item.entry, takenBy(item)), ...texts } : texts,
      }))
    },
    write: (id, text) => {
      const place = itemOf(id)?.place
      if (place === undefined) return
      setChosen(({ answers, texts }) => ({ answers: { ...answers, [id]: 'edit' }, texts: { ...texts, [place]: text } }))
    },
    apply: () => {
      try {
        draft.resolve(choices)
        return true
      } catch (error) {
        // Something new came up since: it is shown with the next rendering.
        if (error instanceof UndecidedError) return false
        throw error
      }
    },
  }
}

const choiceOf = ({ answer, entry, text }: ConflictItem): Choice => {
  if (answer !== 'edit') return answer ?? 'mine'
  const found = read(entry, text)
  return { edit: found.is === 'value' ? found.value : text }
}

function takenBy({ conflict, answer }: ConflictItem): unknown {
  const { mine, theirs, base } = conflict
  if (answer === 'theirs') return theirs
  return answer === 'both' ? both(mine, theirs) : (mine ?? theirs ?? base)
}

/** Of a yes and a no there is no third; and where one side has neither, the other has it. */
const isWritable = ({ mine, theirs }: Conflict, entry: EntryKind): boolean =>
  entry !== 'order' && !(entry === 'choice' && mine !== undefined && theirs !== undefined)

function faultOf(found: Read, name: string, { labels, locale }: RoomWording<DraftLabels>): string | null {
  switch (found.is) {
    case 'value':
      return null
    case 'no number':
      return labels.notANumber(name)
    case 'no choice':
      return labels.notChosen(name)
    case 'no JSON':
      return labels.notJson(name, found.line === null ? null : quantity(found.line, locale))
    default:
      return found satisfies never
  }
}

/** Which conflict of its field each is, from top to bottom. */
function placesOf(conflicts: readonly Conflict[]) {
  const counts = new Map<string, number>()
  const nths = conflicts.map(({ id, path }) => {
    const field = pathText(path)
    const nth = (counts.get(field) ?? 0) + 1
    counts.set(field, nth)
    return { id, field, nth }
  })
  return new Map(
    nths.map(({ id, field, nth }) => [id, { place: `${field} ${nth}`, nth, of: counts.get(field) ?? 1 }] as const),
  )
}
