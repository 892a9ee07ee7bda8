const TABBABLE = 'a[href], button:not([disabled]), input, select, textarea, [tabindex="0"]'

const tabbable = (panel: HTMLElement): readonly HTMLElement[] =>
  [...panel.querySelectorAll<HTMLElement>(TABBABLE)].filter((each) => each.checkVisibility?.() ?? true)

/** Is this the last that Tab reaches in the panel? */
export function isEndOfPanel(panel: HTMLElement, element: Element): boolean {
  const last = tabbable(panel).at(-1)
  return last === undefined || last === element
}

/** The first that Tab reaches behind the feed. */
export const firstBehind = (feed: Element | null | undefined, panel: HTMLElement): HTMLElement | undefined =>
  tabbable(panel).find(
    (each) => feed && !feed.contains(each) && feed.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING,
  )
