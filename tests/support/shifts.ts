/**
 * Why: what moves under people's eyes is counted by the browser itself. Each entry is told by what moved, so that a failing
 * test says it. What comes within half a second of a press or a key is wanted, and is no shift.
 */
export interface Shifts {
  /** Everything that moved so far, as lines to read. */
  readonly list: () => readonly string[]
  readonly stop: () => void
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number
  readonly hadRecentInput: boolean
  readonly sources: readonly {
    readonly node: Node | null
    readonly previousRect: DOMRect
    readonly currentRect: DOMRect
  }[]
}

export function watchShifts(): Shifts {
  const found: string[] = []
  const take = (entries: PerformanceEntryList) => {
    // The DOM's own types do not know these entries.
    for (const { hadRecentInput, value, sources } of entries as LayoutShift[]) {
      if (hadRecentInput || value === 0) continue
      const moved = sources.map(
        ({ node, previousRect, currentRect }) => `${nameOf(node)} ${whither(previousRect, currentRect)}`,
      )
      found.push(`${value.toFixed(4)}: ${moved.join('; ')}`)
    }
  }
  const observer = new PerformanceObserver((list) => take(list.getEntries()))
  observer.observe({ type: 'layout-shift' })
  return {
    list: () => {
      take(observer.takeRecords())
      return found
    },
    stop: () => observer.disconnect(),
  }
}

const nameOf = (node: Node | null) =>
  node instanceof Element ? `${node.className} "${node.textContent}"` : `"${node?.textContent ?? ''}"`
const whither = (from: DOMRect, to: DOMRect) =>
  `${Math.round(from.x)},${Math.round(from.y)} → ${Math.round(to.x)},${Math.round(to.y)}`
