import { useEffect, useState } from 'react'
import type { Message } from '../streams/messages.js'

/** Midnight where the reader is, before that moment; ms since 1970. */
export const dayOf = (at: string | number): number => new Date(at).setHours(0, 0, 0, 0)

export interface Day {
  readonly day: number
  readonly items: readonly Message[]
}

/** Messages by the day on which they came. */
export function daysOf(items: readonly Message[]): readonly Day[] {
  const days: { day: number; items: Message[] }[] = []
  for (const message of items) {
    const day = dayOf(message.at)
    const last = days.at(-1)
    if (last?.day === day) last.items.push(message)
    else days.push({ day, items: [message] })
  }
  return days
}

const long = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const short = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' })

/** @param today midnight before now */
export function dayWords(day: number, today: number): string {
  if (day === today) return 'Today'
  // Half a day before midnight, however long yesterday was.
  return day === dayOf(today - 43_200_000) ? 'Yesterday' : long.format(day)
}

export const timeWords = (at: string): string => short.format(new Date(at))

/** Midnight before now, anew when it is midnight again. */
export function useToday(): number {
  const [today, setToday] = useState(() => dayOf(Date.now()))
  useEffect(() => {
    const look = () => setToday(dayOf(Date.now()))
    // A machine that slept fires late, but is looked at again.
    const timer = setInterval(look, 60_000)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return today
}
