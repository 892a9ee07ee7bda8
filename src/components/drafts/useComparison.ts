'use client'

import { useEffect, useMemo, useState } from 'react'
import { atOnce, inSlices } from './slices.js'
import { compareWords, type Piece } from './comparison.js'

interface Compared {
  readonly before: string
  readonly after: string
  readonly pieces: readonly Piece[]
}

/** Characters of both texts that are compared within one frame. */
const SHORT = 12_000

/** What became of a text, word by word; `null`: it is long, and still being compared. */
export function useComparison(before: string, after: string): readonly Piece[] | null {
  const isShort = before.length + after.length < SHORT
  const short = useMemo(() => (isShort ? atOnce(compareWords(before, after)) : null), [isShort, before, after])
  const [long, setLong] = useState<Compared | null>(null)
  useEffect(() => {
    if (isShort) return undefined
    return inSlices(compareWords(before, after), (pieces) => setLong({ before, after, pieces }))
  }, [isShort, before, after])
  return short ?? (long?.before === before && long.after === after ? long.pieces : null)
}
