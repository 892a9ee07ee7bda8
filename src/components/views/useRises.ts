'use client'

import { useState } from 'react'

/** How often a pitch's count has visibly gone up while it was watched. Its first value is no rise. */
export function useRises(pitchId: number, count: number | null, text: string | null): number {
  const [seen, setSeen] = useState({ pitchId, count, text, rises: 0 })
  if (seen.pitchId !== pitchId || seen.count !== count || seen.text !== text) {
    const higher = seen.count !== null && count !== null && count > seen.count
    const rose = higher && seen.pitchId === pitchId && seen.text !== text
    setSeen({ pitchId, count, text, rises: rose ? seen.rises + 1 : seen.rises })
  }
  return seen.rises
}
