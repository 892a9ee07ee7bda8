'use client'

import { useEffect, useState } from 'react'
import { systemClock } from '../../live/clock.js'
import type { TypingUser } from '../../hooks/typing/typists.js'

/** Who pauses for a moment is not gone. */
const HIDE_MS = 400

/** Those who type, and for a moment still those who stopped. `of`: another conversation begins with its own. */
export function useShownTypists(users: readonly TypingUser[], of: number | string): readonly TypingUser[] {
  const [kept, setKept] = useState({ of, users })
  const isLess = kept.of === of && kept.users.some(({ userId }) => !users.some((user) => user.userId === userId))
  useEffect(() => {
    return isLess ? systemClock.after(HIDE_MS, () => setKept({ of, users })) : undefined
  }, [of, users, isLess])
  if (!isLess && (kept.of !== of || kept.users !== users)) setKept({ of, users })
  if (!isLess) return users
  const known = new Set(users.map(({ userId }) => userId))
  return [...users, ...kept.users.filter(({ userId }) => !known.has(userId))]
}
