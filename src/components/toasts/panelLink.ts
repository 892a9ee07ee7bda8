import type { Cancel } from '../../live/clock.js'

/** What opens a list of all notifications, and whether it is open. */
export interface Panel {
  readonly isOpen: boolean
  readonly open: () => void
}

/** What the parts of a page that tell of notifications know of each other, wherever they stand. */
export interface PanelLink {
  readonly register: (panel: Panel) => Cancel
  readonly isOpen: () => boolean
  /** Opens the list; `null` where there is none. */
  readonly opener: () => (() => void) | null
  /** Calls back when a list is opened. */
  readonly onOpened: (listener: () => void) => Cancel
  /** Somebody else announces what comes in: nobody here is to. */
  readonly silence: () => Cancel
  readonly isSilent: () => boolean
}

const links = new WeakMap<object, PanelLink>()

/** @param live the engine whose notifications they are */
export function panelLinkOf(live: object): PanelLink {
  const link = links.get(live) ?? createPanelLink()
  links.set(live, link)
  return link
}

function createPanelLink(): PanelLink {
  const panels = new Set<Panel>()
  const listeners = new Set<() => void>()
  const silencers = new Set<object>()
  return {
    register: (panel) => {
      panels.add(panel)
      if (panel.isOpen) for (const listener of listeners) listener()
      return () => void panels.delete(panel)
    },
    isOpen: () => [...panels].some(({ isOpen }) => isOpen),
    opener: () => [...panels].at(-1)?.open ?? null,
    onOpened: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    silence: () => {
      const silencer = {}
      silencers.add(silencer)
      return () => void silencers.delete(silencer)
    },
    isSilent: () => silencers.size > 0,
  }
}
