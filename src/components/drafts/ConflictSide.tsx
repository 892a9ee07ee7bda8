'use client'

import type { DraftLabels } from './draftLabels.js'
import { shownValue } from './values.js'
import { WordDiff } from './WordDiff.js'
import type { RoomWording } from '../shell/useI18n.js'

export interface ConflictSideProps {
  readonly value: unknown
  /** What it is compared with; `undefined`: with nothing. */
  readonly from?: unknown
  readonly wording: RoomWording<DraftLabels>
}

/** A value, and how it differs from another. */
export function ConflictSide({ value, from, wording }: ConflictSideProps) {
  const { labels, locale } = wording
  const now = shownValue(value, labels, locale)
  const was = from === undefined ? null : shownValue(from, labels, locale)
  if (now.isWord) return <p className="pl-draft-word">{now.text}</p>
  return <WordDiff before={was && !was.isWord ? was.text : now.text} after={now.text} wording={wording} />
}
