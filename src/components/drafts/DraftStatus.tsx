'use client'

import { forwardRef, useImperativeHandle, useRef, useSyncExternalStore, type ComponentPropsWithoutRef } from 'react'
import type { DraftLabels } from './draftLabels.js'
import type { DraftView } from './draftView.js'
import { useDraftStatus, type DraftStatusView } from './useDraftStatus.js'
import { formatMoment, formatRelative, formatSince } from '../shell/format.js'
import { sharedClock } from '../shell/sharedClock.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { useFocusHandover } from '../shell/useFocusHandover.js'

export interface DraftStatusProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** What `useDraftSync` returns. */
  readonly draft: DraftView
  /** How it says when it was saved: `clock`, the default, "12:04"; `relative` "2 minutes ago". */
  readonly time?: 'clock' | 'relative'
  /** Of those who edit it too, so many are named. Default 2. */
  readonly maxEditors?: number
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<DraftLabels>
  readonly slotProps?: SlotProps<'text' | 'editors' | 'retry'>
}

/**
 * A line that says how a draft stands, and who else edits it. It keeps its room whatever it says, and speaks only of what
 * one has to know: a conflict, an error, and that one is offline for the first time.
 */
export const DraftStatus = forwardRef<HTMLDivElement, DraftStatusProps>(function DraftStatus(
  { draft, time = 'clock', maxEditors, locale, labels: ownLabels, slotProps, className, ...rest },
  ref,
) {
  const view = useDraftStatus(draft, { maxEditors, locale, labels: ownLabels })
  const { standing, text, editors, retry, isRetrying } = view
  const { labels, shell } = view.wording
  const root = useRef<HTMLDivElement>(null)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => root.current)
  return (
    <div
      tabIndex={-1} // takes the focus over from Retry
      {...rest}
      ref={root}
      className={className ? `pl-draft-status ${className}` : 'pl-draft-status'}
      data-pl-part="root"
      data-standing={standing}
    >
      <span {...slot('text', 'pl-draft-standing', slotProps)}>
        <span className="pl-draft-dot" aria-hidden="true" />
        {standing === 'saved' ? <SavedAt view={view} time={time} /> : <bdi className="pl-draft-words">{text}</bdi>}
        {retry && (
          <RetrySaving
            part={slot('retry', 'pl-button-quiet', slotProps)}
            name={labels.retrySaving}
            words={[labels.retry, shell.retrying]}
            isRetrying={isRetrying}
            onRetry={retry}
            next={root}
          />
        )}
      </span>
      <span {...slot('editors', 'pl-draft-editors', slotProps)}>
        {editors !== null && <bdi title={editors}>{editors}</bdi>}
      </span>
    </div>
  )
})

function RetrySaving({
  part,
  name,
  words,
  isRetrying,
  onRetry,
  next,
}: {
  readonly part: ReturnType<typeof slot>
  readonly name: string
  readonly words: readonly [first: string, second: string]
  readonly isRetrying: boolean
  readonly onRetry: () => void
  readonly next: { readonly current: HTMLElement | null }
}) {
  const button = useRef<HTMLButtonElement>(null)
  useFocusHandover(button, next)
  return (
    <button
      {...part}
      ref={button}
      type="button"
      aria-label={name}
      aria-disabled={isRetrying}
      onClick={() => isRetrying || onRetry()}
    >
      {/* Both take the room, so that nothing moves. */}
      <span className="pl-either" data-shown={isRetrying ? 'second' : 'first'}>
        <span>{words[0]}</span>
        <span>{words[1]}</span>
      </span>
    </button>
  )
}

/** "Saved 12:04", kept true by the shared clock. */
function SavedAt({
  view: { saved, wording },
  time,
}: {
  readonly view: DraftStatusView
  readonly time: 'clock' | 'relative'
}) {
  const { labels, locale } = wording
  const at = saved?.at.getTime() ?? 0
  const words = useSyncExternalStore(
    sharedClock.subscribe,
    () =>
      time === 'clock' ? formatSince(at, locale, sharedClock.now()) : formatRelative(at, sharedClock.now(), locale),
    () => '',
  )
  if (!saved) return null
  return (
    <time className="pl-draft-words" dir="auto" dateTime={saved.at.toISOString()} title={formatMoment(at, locale)}>
      {saved.by === null ? labels.saved(words) : labels.savedBy(saved.by, words)}
    </time>
  )
}
