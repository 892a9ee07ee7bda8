import type { Cancel } from './clock.js'

/** What the page knows of the world around it. */
export interface Environment {
  readonly online: () => boolean
  readonly visible: () => boolean
  /** Calls back on every change: network, visibility, focus, return from the back/forward cache or from a freeze. */
  readonly watch: (changed: () => void) => Cancel
}

const WINDOW_EVENTS = ['online', 'offline', 'focus', 'pageshow'] as const
const DOCUMENT_EVENTS = ['visibilitychange', 'resume'] as const

/** Is there a page, and so one user at a time? On a server there is none. */
export const isPage = (): boolean => typeof window !== 'undefined'

/** The browser's; on a server, a world without news. */
export const pageEnvironment: Environment = {
  online: () => typeof navigator === 'undefined' || navigator.onLine,
  visible: () => typeof document === 'undefined' || document.visibilityState !== 'hidden',
  watch: (changed) => {
    if (!isPage()) return () => undefined
    for (const type of WINDOW_EVENTS) window.addEventListener(type, changed)
    for (const type of DOCUMENT_EVENTS) document.addEventListener(type, changed)
    return () => {
      for (const type of WINDOW_EVENTS) window.removeEventListener(type, changed)
      for (const type of DOCUMENT_EVENTS) document.removeEventListener(type, changed)
    }
  },
}
