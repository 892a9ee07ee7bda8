'use client'

import { useContext, useMemo, type ReactNode } from 'react'
import type { PartialLabels } from './labels.js'
import { I18nContext } from './shell/useI18n.js'

export interface I18nProviderProps {
  readonly children?: ReactNode
  /** How numbers, times and lists are written, e.g. `de-CH`. Default: the browser's. */
  readonly locale?: string
  /** The words, in the language of the application; what is left out is said in English. Keep its identity. */
  readonly labels?: PartialLabels
}

/** Says in which language the components below speak. Of several, the inner one adds to the outer. */
export function I18nProvider({ children, locale, labels }: I18nProviderProps) {
  const outer = useContext(I18nContext)
  const value = useMemo(
    () => ({ locale: locale ?? outer.locale, labels: labels ? join(outer.labels, labels) : outer.labels }),
    [outer, locale, labels],
  )
  return <I18nContext.Provider value={value}>{children}</I18nContext.Provider>
}

const join = (outer: PartialLabels, inner: PartialLabels): PartialLabels => ({
  shell: { ...outer.shell, ...inner.shell },
  drafts: { ...outer.drafts, ...inner.drafts },
  metrics: { ...outer.metrics, ...inner.metrics },
  notifications: { ...outer.notifications, ...inner.notifications },
  presence: { ...outer.presence, ...inner.presence },
  toasts: { ...outer.toasts, ...inner.toasts },
  uploads: { ...outer.uploads, ...inner.uploads },
  typing: { ...outer.typing, ...inner.typing },
  views: { ...outer.views, ...inner.views },
})
