import type { PartialLabels } from 'pitchey-live'
import { arabic } from './ar.js'
import { german } from './de.js'
import type { Switches } from '../switches.js'

interface Language {
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  /** English is what the components say by themselves. */
  readonly labels: PartialLabels
}

export const LANGUAGES: { readonly [code in Switches['language']]: Language } = {
  en: { locale: 'en-US', direction: 'ltr', labels: {} },
  de: { locale: 'de-DE', direction: 'ltr', labels: german },
  ar: { locale: 'ar-EG', direction: 'rtl', labels: arabic },
}
