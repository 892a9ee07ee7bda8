'use client'

import {
  forwardRef,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type SyntheticEvent,
} from 'react'
import { ConflictDetail } from './ConflictDetail.js'
import type { DraftConflictDialogProps } from './DraftConflictDialog.js'
import { MergedDetail } from './MergedDetail.js'
import { answerName, PageList } from './PageList.js'
import { ResultDetail } from './ResultDetail.js'
import type { Answer, ConflictChoices } from './useConflictChoices.js'
import { useDialogPages, type Page } from './useDialogPages.js'
import { useModal } from './useModal.js'
import { useOtherSide } from './useOtherSide.js'
import { useSavedAgain } from './useSavedAgain.js'
import { quantity } from '../shell/format.js'
import { slot } from '../shell/slot.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'

type Props = Omit<DraftConflictDialogProps, 'open' | 'locale' | 'labels'> & { readonly choices: ConflictChoices }

const BY_DIGIT: Readonly<Record<string, Answer>> = { 1: 'mine', 2: 'theirs', 3: 'both', 4: 'edit' }

/** The dialog while it is open. */
export const ConflictDialogBody = forwardRef<HTMLDialogElement, Props>(function ConflictDialogBody(props, ref) {
  const { draft, choices, fieldLabels, slotProps, onClose, onApplied, className, onKeyDown, onCancel, ...rest } = props
  const { items, left, wording } = choices
  const { labels, locale } = wording
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  /** What the focus goes to once it is shown. */
  const wanted = useRef<'heading' | 'entry' | null>(null)
  const id = useId()
  useImperativeHandle<HTMLDialogElement | null, HTMLDialogElement | null>(ref, () => dialog.current)
  useModal(dialog, heading)
  const { say } = useAnnouncer()
  const { side, title: theirs } = useOtherSide(draft, wording)
  const again = useSavedAgain(draft.theirs, side, labels)
  const pages = useDialogPages(draft, choices, fieldLabels)
  const { page } = pages
  const item = page.is === 'conflict' ? page.item : null
  const isOver = items.length === 0
  const count = (value: number) => quantity(value, locale)
  const summary = isOver
    ? labels.nothingLeft
    : left === 0
      ? labels.allDecided
      : labels.leftOf(count(left), count(items.length))

  useLayoutEffect(() => {
    const { current } = wanted
    wanted.current = null
    if (current === 'entry') dialog.current?.querySelector<HTMLElement>('[data-pl-part=entry]')?.focus()
    if (current === 'heading') heading.current?.focus()
  })
  const show = (to: Page | undefined) => {
    if (!to) return
    wanted.current = 'heading'
    pages.goTo(to)
  }
  const choose = (answer: Answer) => {
    if (!item?.canTake[answer]) return
    choices.choose(item.conflict.id, answer)
    const still = left - (item.isDecided ? 0 : 1)
    const name = answerName(answer, theirs, labels)
    say(`${name}. ${still === 0 ? labels.allDecided : labels.leftOf(count(still), count(items.length))}`)
  }
  const apply = () => {
    if (left > 0) {
      const fault = items.find((one) => one.fault !== null)?.fault
      say(fault ?? labels.stillLeft(count(left)), 'assertive')
      show(pages.nextOpen())
      return
    }
    if (!choices.apply()) return
    onApplied?.()
    onClose()
  }
  const onKey = (event: KeyboardEvent<HTMLDialogElement>) => {
    onKeyDown?.(event)
    // What is pressed here is no shortcut of the page below.
    event.stopPropagation()
    if (event.defaultPrevented || event.nativeEvent.isComposing) return
    const [, digit = ''] = /^(?:Digit|Numpad)([1-4])$/.exec(event.code) ?? []
    const answer = BY_DIGIT[digit]
    if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp'))
      show(pages.turn(event.key === 'ArrowDown' ? 1 : -1))
    else if (event.altKey && answer && item) {
      if (answer === 'edit') wanted.current = 'entry'
      choose(answer)
    } else if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') apply()
    else return
    event.preventDefault()
  }
  const next = item?.isDecided ? pages.nextOpen() : undefined

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its shortcuts work from wherever one is in it
    <dialog
      {...rest}
      ref={dialog}
      {...slot('dialog', className ? `pl-draft-dialog ${className}` : 'pl-draft-dialog', slotProps)}
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}summary`}
      onKeyDown={onKey}
      onChange={stop}
      onInput={stop}
      onCancel={(event) => {
        onCancel?.(event)
        if (event.target !== event.currentTarget) return
        event.preventDefault()
        onClose()
      }}
      // A browser may close it without asking.
      onClose={({ currentTarget }) => currentTarget.open || onClose()}
    >
      <header {...slot('header', 'pl-draft-header', slotProps)}>
        <h2 id={`${id}title`} className="pl-draft-title">
          {labels.decide}
        </h2>
        <p id={`${id}summary`} className="pl-draft-summary" data-left={left}>
          {summary}
        </p>
        {again !== null && !isOver && (
          <p className="pl-draft-again" dir="auto">
            {again}
          </p>
        )}
      </header>
      {!isOver && (
        <div className="pl-draft-body">
          <PageList pages={pages} theirs={theirs} labels={labels} slotProps={slotProps} />
          <section {...slot('detail', 'pl-draft-detail', slotProps)} aria-labelledby={`${id}page`}>
            <h3 id={`${id}page`} ref={heading} tabIndex={-1} className="pl-draft-page">
              <bdi>{page.name}</bdi>
            </h3>
            {page.is === 'conflict' && (
              <ConflictDetail
                key={page.place}
                item={page.item}
                content={draft.content}
                theirs={theirs}
                wording={wording}
                titleId={`${id}page`}
                onChoose={choose}
                onWrite={(text) => choices.write(page.item.conflict.id, text)}
              />
            )}
            {page.is === 'merged' && (
              <MergedDetail key={page.place} field={page.field} draft={draft} theirs={theirs} wording={wording} />
            )}
            {page.is === 'result' && <ResultDetail draft={draft} choices={choices} fieldLabels={fieldLabels} />}
            {next && (
              <button type="button" className="pl-button pl-draft-next" onClick={() => show(next)}>
                {labels.next}
              </button>
            )}
          </section>
        </div>
      )}
      <footer {...slot('footer', 'pl-draft-footer', slotProps)}>
        {!isOver && <p className="pl-draft-keys">{labels.keys}</p>}
        <div className="pl-draft-buttons">
          {left > 0 && (
            <p id={`${id}why`} className="pl-draft-why">
              {labels.stillLeft(count(left))}
            </p>
          )}
          <button type="button" className="pl-button" onClick={onClose}>
            {isOver ? labels.close : labels.later}
          </button>
          {!isOver && (
            <button
              type="button"
              className="pl-button pl-draft-apply"
              data-style="primary"
              aria-disabled={left > 0}
              aria-describedby={left > 0 ? `${id}why` : undefined}
              aria-keyshortcuts="Control+Enter Meta+Enter"
              onClick={apply}
            >
              {labels.apply}
            </button>
          )}
        </div>
      </footer>
    </dialog>
  )
})

/** What is written here is no news to a form around it. */
const stop = (event: SyntheticEvent) => event.stopPropagation()
