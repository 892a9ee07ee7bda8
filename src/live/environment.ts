import type { Cancel } from './clock.js'

/**
 * `froze`: the page is put away, frozen or into the back/forward cache. `thawed`: it runs, and is looked at, again.
 * Anything else only asks to look again.
 */
export type News = 'froze' | 'thawed'

/** What the page knows of the world around it. */
export interface Environment {
  readonly online: () => boolean
  readonly visible: () => boolean
  /** Calls back on every change: network, visibility, focus, freeze and thaw. */
  readonly watch: (changed: (news?: News) => void) => Cancel
}

/** Is there a page, and so one user at a time? On a server there is none. */
export const isPage = (): boolean => typeof window !== 'undefined'

const visible = () => typeof document === 'undefined' || document.visibilityState !== 'hidden'

/** The browser's; on a server, a world without news. */
export const pageEnvironment: Environment = {
  online: () => typeof navigator === 'undefined' || navigator.onLine,
  visible,
  watch: (changed) => {
    if (!isPage()) return () => undefined
    const look = () => changed()
    const freeze = () => changed('froze')
    const thaw = () => changed('thawed')
    // Browsers forget one or the other: a page that is seen, or has the focus, is not frozen.
    const turn = () => changed(visible() ? 'thawed' : undefined)
    const listeners = [
      [window, 'online', look],
      [window, 'offline', look],
      [window, 'focus', turn],
      [window, 'pageshow', thaw],
      [window, 'pagehide', freeze],
      [document, 'visibilitychange', turn],
      [document, 'resume', thaw],
      [document, 'freeze', freeze],
    ] as const
    for (const [target, type, listener] of listeners) target.addEventListener(type, listener)
    return () => {
      for (const [target, type, listener] of listeners) target.removeEventListener(type, listener)
    }
  },
}
