'use client'

import { useId } from 'react'
import type { DraftLabels } from './draftLabels.js'
import type { Answer } from './useConflictChoices.js'
import type { DialogPages, Page } from './useDialogPages.js'
import { Icon } from '../shell/Icon.js'
import { slot, type SlotProps } from '../shell/slot.js'

export interface PageListProps {
  readonly pages: DialogPages
  /** What the other side is called. */
  readonly theirs: string
  readonly labels: DraftLabels
  readonly slotProps: SlotProps<'fields'> | undefined
}

/** All fields that are in conflict or were merged, each with how it stands; and the result. */
export function PageList({ pages, theirs, labels, slotProps }: PageListProps) {
  const id = useId()
  const groups = [
    { is: 'conflict', name: labels.conflicts },
    { is: 'merged', name: labels.merged },
    { is: 'result', name: null },
  ] as const
  return (
    <nav {...slot('fields', 'pl-draft-fields', slotProps)} aria-label={labels.fields}>
      {groups.map(({ is, name }) => {
        const some = pages.pages.filter((page) => page.is === is)
        return (
          some.length > 0 && (
            <div key={is} className="pl-draft-group">
              {name !== null && (
                <h3 id={`${id}${is}`} className="pl-draft-group-name">
                  {name}
                </h3>
              )}
              <ul className="pl-draft-list" {...(name === null ? {} : { 'aria-labelledby': `${id}${is}` })}>
                {some.map((page) => {
                  const state = stateOf(page, theirs, labels)
                  return (
                    <li key={page.place}>
                      <button
                        type="button"
                        className="pl-draft-field"
                        data-state={state.is}
                        aria-current={page.place === pages.page.place}
                        onClick={() => pages.goTo(page)}
                      >
                        <span className="pl-draft-field-icon" aria-hidden="true">
                          <Icon name={ICONS[state.is]} />
                        </span>
                        <span className="pl-draft-field-words">
                          <bdi className="pl-draft-field-name">{page.name}</bdi>
                          {state.text !== null && <bdi className="pl-draft-field-state">{state.text}</bdi>}
                        </span>
                      </button>
                    </li>
                  )
                })}
              </ul>
            </div>
          )
        )
      })}
    </nav>
  )
}

const ICONS = { open: 'warning', fault: 'error', decided: 'success', merged: 'success', result: 'eye' } as const

function stateOf(page: Page, theirs: string, labels: DraftLabels): { is: keyof typeof ICONS; text: string | null } {
  switch (page.is) {
    case 'conflict': {
      const { answer, fault, isDecided } = page.item
      if (fault !== null) return { is: 'fault', text: fault }
      return answer !== null && isDecided
        ? { is: 'decided', text: answerName(answer, theirs, labels) }
        : { is: 'open', text: labels.toDecide }
    }
    case 'merged': {
      const { by } = page.field
      return { is: 'merged', text: by === 'both' ? labels.byBoth : by === 'mine' ? labels.byMe : theirs }
    }
    case 'result':
      return { is: 'result', text: null }
    default:
      return page satisfies never
  }
}

export function answerName(answer: Answer, theirs: string, labels: DraftLabels): string {
  switch (answer) {
    case 'mine':
      return labels.mine
    case 'theirs':
      return theirs
    case 'both':
      return labels.both
    case 'edit':
      return labels.edited
    default:
      return answer satisfies never
  }
}
