'use client'

import { digitsOf } from './digits.js'

export interface RollingNumberProps {
  readonly text: string
  /** What stood there before; `null`: nothing rolls. */
  readonly before: string | null
}

/** A number whose changed digits roll into place. Never a number that was not counted. */
export function RollingNumber({ text, before }: RollingNumberProps) {
  return (
    <>
      {digitsOf(text, before ?? text).map(({ place, character, isNew }) => (
        <span key={`${place}${character}`} className="pl-views-digit" data-rolling={isNew}>
          {character}
        </span>
      ))}
    </>
  )
}
