const TABBABLE = 'a[href], button:not([disabled]), input, select, textarea, [tabindex="0"]'

/** Is this the last that Tab reaches in the panel? */
export function isEndOfPanel(panel: HTMLElement, element: Element): boolean {
  const last = [...panel.querySelectorAll<HTMLElement>(TABBABLE)].findLast((each) => each.checkVisibility?.() ?? true)
  return last === undefined || last === element
}
