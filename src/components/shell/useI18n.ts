'use client'

import { createContext, useContext, useMemo } from 'react'
import type { Locale } from './format.js'
import { shellLabels, type ShellLabels } from './shellLabels.js'
import type { Labels, PartialLabels } from '../labels.js'

export interface I18n {
  readonly locale: Locale
  readonly labels: PartialLabels
}

const BROWSER: I18n = { locale: undefined, labels: {} }
export const I18nContext = createContext<I18n>(BROWSER)

/** In which words, and in which way of writing numbers and times, everything is said. */
export interface Wording {
  readonly shell: ShellLabels
  readonly locale: Locale
}

export interface RoomWording<L> extends Wording {
  readonly labels: L
}

/**
 * The words of a room. A component's own props win over the provider's, and those over English.
 * @param english of that room, given by its components, so that nobody loads the words of another
 */
export function useI18n<R extends keyof Labels>(
  room: R,
  english: Labels[R],
  own: { readonly locale?: Locale; readonly labels?: Partial<Labels[R]> | undefined } = {},
): RoomWording<Labels[R]> {
  const provided = useContext(I18nContext)
  const given: Partial<Labels[R]> | undefined = provided.labels[room]
  const shell = provided.labels.shell
  return useMemo(
    () => ({
      labels: { ...english, ...given, ...own.labels },
      shell: { ...shellLabels, ...shell },
      locale: own.locale ?? provided.locale,
    }),
    [english, given, own.labels, shell, own.locale, provided.locale],
  )
}
