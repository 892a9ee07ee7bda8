'use client'

import { useState } from 'react'
import { mergedFields, type MergedField } from './mergedFields.js'
import type { DraftView } from './draftView.js'
import type { FieldLabels } from './fieldLabels.js'
import type { ConflictChoices, ConflictItem } from './useConflictChoices.js'

/** What the dialog shows beside its list, one at a time. */
export type Page =
  | { readonly is: 'conflict'; readonly place: string; readonly name: string; readonly item: ConflictItem }
  | { readonly is: 'merged'; readonly place: string; readonly name: string; readonly field: MergedField }
  | { readonly is: 'result'; readonly place: string; readonly name: string }

export interface DialogPages {
  /** In the order of the list. */
  readonly pages: readonly Page[]
  readonly page: Page
  readonly goTo: (page: Page) => void
  /** The next conflict, or the one before, round and round. */
  readonly turn: (by: 1 | -1) => Page | undefined
  /** The first that is not decided, looked for from this one on. */
  readonly nextOpen: () => Page | undefined
}

export function useDialogPages(
  draft: DraftView,
  choices: ConflictChoices,
  fieldLabels: FieldLabels | undefined,
): DialogPages {
  const { items, wording } = choices
  const { labels } = wording
  // Chosen once: what one decides stays in view.
  const [place, setPlace] = useState(() => (items.find(({ isDecided }) => !isDecided) ?? items[0])?.place ?? null)
  const conflicts = items.map((item): Page => ({ is: 'conflict', place: item.place, name: item.name, item }))
  const merged = mergedFields(draft, fieldLabels, labels).map((field): Page => ({
    is: 'merged',
    place: field.place,
    name: field.name,
    field,
  }))
  const result: Page = { is: 'result', place: 'result', name: labels.result }
  const pages = [...conflicts, ...merged, result]
  const isOpen = (page: Page) => page.is === 'conflict' && !page.item.isDecided
  const page = pages.find((page) => page.place === place) ?? pages.find(isOpen) ?? pages[0] ?? result
  const at = conflicts.indexOf(page)
  const goTo = (to: Page) => setPlace(to.place)
  return {
    pages,
    page,
    goTo,
    turn: (by) => {
      // From a page that is no conflict, to the first or the last of them.
      const from = at < 0 && by < 0 ? 0 : at
      return conflicts.at((from + by) % conflicts.length)
    },
    nextOpen: () => [...conflicts.slice(at + 1), ...conflicts.slice(0, at + 1)].find(isOpen),
  }
}
