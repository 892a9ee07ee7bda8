/** Edges of a box, in px from the top left of the window. */
export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}
interface Size {
  readonly width: number
  readonly height: number
}
export interface Place {
  readonly left: number
  readonly top: number
  readonly maxHeight: number
}

const GAP = 8
/** Less room than this below the bell is too little when there is more above. */
const ENOUGH = 240

/** Where a panel goes that hangs from a bell: its end at the bell's end, never beyond the window. */
export function placePanel(bell: Box, panel: Size, page: Size, isRtl: boolean): Place {
  const wished = isRtl ? bell.left : bell.right - panel.width
  const left = Math.max(GAP, Math.min(wished, page.width - panel.width - GAP))
  const below = page.height - bell.bottom - 2 * GAP
  const above = bell.top - 2 * GAP
  if (below >= Math.min(panel.height, ENOUGH) || below >= above) {
    return { left, top: bell.bottom + GAP, maxHeight: Math.max(0, below) }
  }
  return { left, top: Math.max(GAP, bell.top - GAP - Math.min(panel.height, above)), maxHeight: above }
}
