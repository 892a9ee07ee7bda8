'use client'

import type { ReactNode } from 'react'

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6

export interface TitleProps {
  /** Where it stands among the headings of the page; without one it is none. */
  readonly level?: HeadingLevel | undefined
  readonly children: ReactNode
}

/** The name of a component, at its top. */
export function Title({ level, children }: TitleProps) {
  const Tag = level ? (`h${level}` as const) : 'span'
  return (
    <Tag className="pl-title" data-pl-part="title">
      {children}
    </Tag>
  )
}
