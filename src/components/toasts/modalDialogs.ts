import type { Cancel } from '../../live/clock.js'

/**
 * Tells which modal dialog of the page makes all else inert, whoever opened it, and when that changes. Dialogs within a
 * shadow tree nobody can see from here.
 */
export function watchModalDialogs(changed: (dialog: HTMLDialogElement | null) => void): Cancel {
  let open: readonly HTMLDialogElement[] = []
  let told: HTMLDialogElement | null = null

  const look = () => {
    const now = [...document.querySelectorAll<HTMLDialogElement>('dialog:modal')]
    // Of several, the one opened last is on top.
    open = [...open.filter((dialog) => now.includes(dialog)), ...now.filter((dialog) => !open.includes(dialog))]
    const top = open.at(-1) ?? null
    if (top === told) return
    told = top
    // A dialog may also be taken out of the page while it is open, and nothing else tells of that.
    removals.disconnect()
    if (top) removals.observe(document, { childList: true, subtree: true })
    changed(top)
  }
  const removals = new MutationObserver(look)
  const openings = new MutationObserver(look)
  openings.observe(document, { attributes: true, attributeFilter: ['open'], subtree: true })
  look()
  return () => {
    openings.disconnect()
    removals.disconnect()
  }
}
