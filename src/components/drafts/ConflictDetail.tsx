'use client'

import { useId, useState, type MouseEvent } from 'react'
import { ConflictEntry } from './ConflictEntry.js'
import { ConflictSide } from './ConflictSide.js'
import type { DraftLabels } from './draftLabels.js'
import type { Answer, ConflictItem } from './useConflictChoices.js'
import { plainText, valueAt } from './values.js'
import type { RoomWording } from '../shell/useI18n.js'
import { both } from '../../live/drafts/both.js'
import type { Conflict } from '../../live/drafts/conflict.js'

export interface ConflictDetailProps {
  readonly item: ConflictItem
  /** The draft as we have it, in which the words of a text stand. */
  readonly content: object | null
  /** What the other side is called. */
  readonly theirs: string
  readonly wording: RoomWording<DraftLabels>
  /** Of the heading above it. */
  readonly titleId: string
  readonly onChoose: (answer: Answer) => void
  readonly onWrite: (text: string) => void
}

const ANSWERS = ['mine', 'theirs', 'both', 'edit'] as const

/** One conflict: what each side has, and the choice between them. */
export function ConflictDetail(props: ConflictDetailProps) {
  const { item, content, theirs, wording, titleId, onChoose, onWrite } = props
  const { labels } = wording
  const { conflict, answer } = item
  const id = useId()
  const [isOriginalShown, setOriginalShown] = useState(false)
  const hasBase = 'base' in conflict
  const names: { readonly [answer in Answer]: string } = {
    mine: labels.mine,
    theirs,
    both: labels.both,
    edit: labels.edit,
  }
  const value: { readonly [answer in Exclude<Answer, 'edit'>]: unknown } = {
    mine: conflict.mine,
    theirs: conflict.theirs,
    both: item.canTake.both ? both(conflict.mine, conflict.theirs) : null,
  }
  /** Only a larger target for the button in it; whoever marks words in it does not choose. */
  const pick = (answer: Answer) => (event: MouseEvent<HTMLElement>) => {
    const isOwn = event.target instanceof Element && event.target.closest('button, input, textarea, select, label')
    if (!isOwn && getSelection()?.isCollapsed !== false) onChoose(answer)
  }
  return (
    <>
      <p className="pl-draft-what">{whatHappened(conflict, labels)}</p>
      <Surroundings conflict={conflict} content={content} />
      <div role="radiogroup" aria-labelledby={titleId} className="pl-draft-options">
        {ANSWERS.filter((one) => item.canTake[one]).map((one) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
          <div key={one} className="pl-draft-option" data-chosen={answer === one} data-answer={one} onClick={pick(one)}>
            <label className="pl-draft-option-name">
              <input
                type="radio"
                className="pl-radio-input"
                name={id}
                form=""
                checked={answer === one}
                onChange={() => onChoose(one)}
                aria-describedby={one !== 'edit' && isShort(value[one]) ? `${id}${one}` : undefined}
              />
              <bdi>{names[one]}</bdi>
            </label>
            {one === 'edit' ? (
              answer === 'edit' && <ConflictEntry item={item} labels={labels} onWrite={onWrite} />
            ) : (
              <div id={`${id}${one}`} className="pl-draft-option-body">
                {conflict.kind === 'order' ? (
                  <Order
                    ids={one === 'theirs' ? conflict.theirs : conflict.mine}
                    list={valueAt(content, conflict.path)}
                    labels={labels}
                  />
                ) : (
                  <ConflictSide
                    value={value[one]}
                    from={hasBase ? conflict.base : one === 'theirs' ? conflict.mine : undefined}
                    wording={wording}
                  />
                )}
                {!hasBase && one === 'theirs' && conflict.mine !== undefined && (
                  <p className="pl-draft-hint">{labels.comparedWith(labels.mine)}</p>
                )}
              </div>
            )}
          </div>
        ))}
      </div>
      {hasBase && (
        <div className="pl-draft-original">
          <button
            type="button"
            className="pl-button-quiet"
            aria-expanded={isOriginalShown}
            onClick={() => setOriginalShown(!isOriginalShown)}
          >
            {isOriginalShown ? labels.hideOriginal : labels.showOriginal}
          </button>
          {isOriginalShown &&
            (conflict.kind === 'order' ? (
              <Order ids={conflict.base} list={valueAt(content, conflict.path)} labels={labels} />
            ) : (
              <ConflictSide value={conflict.base} wording={wording} />
            ))}
        </div>
      )}
    </>
  )
}

/** Is read out with the choice; what is longer is read when asked for. */
const isShort = (value: unknown): boolean => plainText(value ?? '').length < 200

function whatHappened(conflict: Conflict, labels: DraftLabels): string {
  switch (conflict.kind) {
    case 'value':
      return 'base' in conflict ? labels.bothChanged : labels.originUnknown
    case 'removal':
      return conflict.by === 'mine' ? labels.removedHere : labels.removedThere
    case 'text':
      return labels.bothChangedWords
    case 'order':
      return labels.bothOrdered
    default:
      return conflict satisfies never
  }
}

/** Characters before and after the words of a text. */
const AROUND = 120

/** Where the words stand that are in conflict. */
function Surroundings({ conflict, content }: { readonly conflict: Conflict; readonly content: object | null }) {
  const text = conflict.kind === 'text' ? valueAt(content, conflict.path) : null
  if (conflict.kind !== 'text' || typeof text !== 'string') return null
  const [from, to] = conflict.at.mine
  const before = text.slice(Math.max(0, from - AROUND), from)
  const after = text.slice(to, to + AROUND)
  if (before + after === '') return null
  return (
    <p className="pl-draft-around" dir="auto">
      {from > AROUND && '…'}
      {before}
      <mark className="pl-draft-here">{text.slice(from, Math.min(to, from + AROUND)) || '…'}</mark>
      {after}
      {to + AROUND < text.length && '…'}
    </p>
  )
}

/** A list by its order alone, each element by whatever names it. */
function Order({
  ids,
  list,
  labels,
}: {
  readonly ids: readonly (string | number)[]
  readonly list: unknown
  readonly labels: DraftLabels
}) {
  return (
    <ol className="pl-draft-order">
      {ids.map((id) => {
        const element = valueAt(list, [{ id }])
        const called = ['name', 'title', 'label']
          .map((key) => valueAt(element, [key]))
          .find((name) => typeof name === 'string')
        return <li key={id}>{typeof called === 'string' ? <bdi>{called}</bdi> : labels.element(String(id))}</li>
      })}
    </ol>
  )
}
