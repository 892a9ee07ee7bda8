'use client'

import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { draftLabels, type DraftLabels } from './draftLabels.js'
import { draftText } from './draftText.js'
import type { DraftView } from './draftView.js'
import type { FieldLabels } from './fieldLabels.js'
import type { OtherSide } from './otherSide.js'
import { useConflictNews } from './useConflictNews.js'
import { useOtherSide, type OtherSideView } from './useOtherSide.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { useI18n, type RoomWording } from '../shell/useI18n.js'
import { useOffer } from '../shell/useOffer.js'

export interface ConflictBannerOptions {
  readonly fieldLabels?: FieldLabels | undefined
  readonly locale?: string | undefined
  readonly labels?: Partial<DraftLabels> | undefined
}

/** How a conflict was decided: by one side as a whole, or one by one. */
type Decision = 'mine' | 'theirs' | 'each'

interface Decided {
  readonly by: Decision
  readonly side: OtherSide
  /** What lost, whole. */
  readonly lost: object | null
}

/** All that the banner of a draft shows and does; for a banner of your own. */
export interface ConflictBannerView {
  readonly wording: RoomWording<DraftLabels>
  readonly other: OtherSideView
  /** `offer`: it was decided, and can be taken back. */
  readonly mode: 'none' | 'conflict' | 'offer'
  readonly keepMine: () => void
  readonly takeTheirs: () => void
  readonly takeTheirsLabel: string
  /** What was decided, e.g. "Your version was kept." */
  readonly decided: string
  /** `null` where it was written on since. */
  readonly undo: (() => void) | null
  /** `null` where nothing lost. */
  readonly copy: (() => void) | null
  readonly copyLabel: string
  readonly copied: 'no' | 'yes' | 'refused'
  /** Ends an offer whose time is over, unless somebody is at it: for when the pointer or the focus leaves. */
  readonly look: () => void
}

/** @param line the banner: while it has the focus or the pointer, what it offers stays */
export function useConflictBanner(
  draft: DraftView,
  line: RefObject<HTMLElement | null>,
  options: ConflictBannerOptions = {},
): ConflictBannerView {
  const { fieldLabels, locale, labels: own } = options
  const wording = useI18n('drafts', draftLabels, { locale, labels: own })
  const { labels } = wording
  const other = useOtherSide(draft, wording)
  useConflictNews(draft, other)
  const { say } = useAnnouncer()
  const { made, make, end, look } = useOffer<Decided>(line)
  const [copied, setCopied] = useState<ConflictBannerView['copied']>('no')

  const by = useRef<Decision>('each')
  const last = useRef<{
    readonly mine: object | null
    readonly theirs: object | null
    readonly side: OtherSide
  } | null>(null)
  const { hasConflict, canUndo, content, theirs } = draft
  const { side } = other
  useEffect(() => {
    if (hasConflict) last.current = { mine: content, theirs, side }
  })
  // Whoever decided, and by whatever button: it can be taken back here.
  useLayoutEffect(() => {
    if (hasConflict) {
      by.current = 'each'
      end()
      return
    }
    const { current } = last
    last.current = null
    if (!current || !canUndo) return
    setCopied('no')
    make({ by: by.current, side: current.side, lost: by.current === 'theirs' ? current.mine : current.theirs })
  }, [hasConflict, canUndo, make, end])

  const decide = (decision: Decision, act: () => void) => () => {
    by.current = decision
    act()
  }
  const { words, copyLabel } = wordsOf(made, labels)
  const lost = made?.lost ?? null
  return {
    wording,
    other,
    mode: hasConflict ? 'conflict' : made ? 'offer' : 'none',
    keepMine: decide('mine', draft.resolveWithLocal),
    takeTheirs: decide('theirs', draft.resolveWithRemote),
    takeTheirsLabel: side.is === 'other' ? labels.takeTheirs(side.name) : labels.takeOther,
    decided: words,
    undo: canUndo ? draft.undo : null,
    copy:
      lost &&
      (() => {
        navigator.clipboard.writeText(draftText(lost, fieldLabels, labels)).then(
          () => {
            setCopied('yes')
            say(labels.copied)
          },
          () => {
            setCopied('refused')
            say(labels.notCopied, 'assertive')
          },
        )
      }),
    copyLabel,
    copied,
    look,
  }
}

function wordsOf(made: Decided | null, labels: DraftLabels): { readonly words: string; readonly copyLabel: string } {
  if (!made) return { words: '', copyLabel: '' }
  const { by, side } = made
  const copyTheirs = side.is === 'other' ? labels.copyTheirs(side.name) : labels.copyOther
  switch (by) {
    case 'mine':
      return { words: labels.keptMine, copyLabel: copyTheirs }
    case 'theirs':
      return {
        words: side.is === 'other' ? labels.tookTheirs(side.name) : labels.tookOther,
        copyLabel: labels.copyMine,
      }
    case 'each':
      return { words: labels.decidedAll, copyLabel: copyTheirs }
    default:
      return by satisfies never
  }
}
