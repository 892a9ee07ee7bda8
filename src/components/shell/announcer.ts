import { systemClock, type Cancel, type Clock } from '../../live/clock.js'

export type Politeness = 'polite' | 'assertive'

/** Something that happened, which several parts of a page may want told. */
export interface News {
  /** It is told once, whoever tells it. */
  readonly key: string
  readonly text: string
  /** It interrupts, as does what is told together with it. */
  readonly isUrgent?: boolean
}

/**
 * The one voice of a page, for people who hear it: nothing else is a live region. Regions are there, empty, before anything is
 * said, because a region that appears together with its words is not read. After Stream's announcer, and sonner's lesson.
 */
export interface Announcer {
  /** From now on there are regions to speak in, until everybody who wanted them has let go. */
  readonly acquire: () => Cancel
  /** `assertive` interrupts: only for what must be acted upon. */
  readonly say: (text: string, politeness?: Politeness) => void
  /**
   * Tells news, in at most one announcement every three seconds for each `group`: what comes in between is told together.
   * @param many how several are told at once
   */
  readonly tell: (group: string, news: readonly News[], many: (count: number) => string) => void
  /** While a modal dialog is open all else is inert, this voice included: it speaks from within the dialog until then. */
  readonly moveInto: (dialog: HTMLElement) => Cancel
}

/** Long enough to be read, short enough not to be found by whoever walks through the page. */
const KEPT_MS = 7_000
/** Screen readers need a moment to notice a new region. */
const NOTICED_MS = 150
const GROUP_MS = 3_000
const KEYS_KEPT = 500

interface Group {
  readonly told: Set<string>
  readonly waiting: News[]
  many: (count: number) => string
  /** Until then the group is silent. */
  cancel: Cancel | null
}

export function createAnnouncer(clock: Pick<Clock, 'after'> = systemClock): Announcer {
  const running = new Set<Cancel>()
  const groups = new Map<string, Group>()
  const hosts: HTMLElement[] = []
  let users = 0
  let root: HTMLElement | null = null
  /** Said before the regions were noticed. */
  const early: (() => void)[] = []
  let notice: Cancel | null = null

  const after = (ms: number, run: () => void): Cancel => {
    const cancel = clock.after(ms, () => {
      running.delete(stop)
      run()
    })
    const stop = () => {
      running.delete(stop)
      cancel()
    }
    running.add(stop)
    return stop
  }

  const build = () => {
    root = document.createElement('div')
    root.dataset['plPart'] = 'announcer'
    for (const politeness of ['polite', 'assertive'] as const) {
      const region = document.createElement('div')
      region.setAttribute('role', politeness === 'polite' ? 'status' : 'alert')
      region.setAttribute('aria-live', politeness)
      region.setAttribute('aria-atomic', 'false')
      root.append(region)
    }
    // Not by a class: who shows toasts of their own needs no stylesheet of ours.
    Object.assign(root.style, { position: 'absolute', inlineSize: '1px', blockSize: '1px', overflow: 'hidden' })
    Object.assign(root.style, { clipPath: 'inset(50%)', whiteSpace: 'nowrap', insetBlockStart: '0' })
    place()
  }
  /** A region that moves is a new one to those who listen. */
  const place = () => {
    if (!root) return
    const parent = hosts.at(-1) ?? document.body
    parent.append(root)
    notice?.()
    notice = after(NOTICED_MS, () => {
      notice = null
      for (const speak of early.splice(0)) speak()
    })
  }
  const speak = (text: string, politeness: Politeness) => {
    const region = root?.children[politeness === 'polite' ? 0 : 1]
    if (!region) return
    const line = document.createElement('p')
    // The same words a second time are no change, and would not be read.
    const isSaid = [...region.children].some(({ textContent }) => textContent === text)
    line.textContent = isSaid ? `${text}\u200B` : text
    region.append(line)
    after(KEPT_MS, () => line.remove())
  }
  const say = (text: string, politeness: Politeness = 'polite') => {
    if (notice) early.push(() => speak(text, politeness))
    else speak(text, politeness)
  }
  const groupNamed = (name: string): Group => {
    const found = groups.get(name) ?? { told: new Set(), waiting: [], many: String, cancel: null }
    groups.set(name, found)
    return found
  }
  const flush = (group: Group) => {
    const [first, ...more] = group.waiting.splice(0)
    group.cancel = null
    if (!first) return
    const isUrgent = [first, ...more].some((news) => news.isUrgent)
    say(more.length === 0 ? first.text : group.many(more.length + 1), isUrgent ? 'assertive' : 'polite')
    group.cancel = after(GROUP_MS, () => flush(group))
  }
  const close = () => {
    for (const stop of running) stop()
    groups.clear()
    root?.remove()
    root = notice = null
    early.length = 0
  }

  return {
    acquire: () => {
      users += 1
      if (users === 1) build()
      let held = true
      return () => {
        if (!held) return
        held = false
        users -= 1
        if (users === 0) close()
      }
    },
    say,
    tell: (name, news, many) => {
      const group = groupNamed(name)
      group.many = many
      const fresh = news.filter(({ key }) => !group.told.has(key))
      for (const { key } of fresh) group.told.add(key)
      for (const key of group.told) if (group.told.size > KEYS_KEPT) group.told.delete(key)
      group.waiting.push(...fresh)
      if (!group.cancel) flush(group)
    },
    moveInto: (dialog) => {
      hosts.push(dialog)
      place()
      return () => {
        const at = hosts.lastIndexOf(dialog)
        if (at === -1) return
        hosts.splice(at, 1)
        place()
      }
    },
  }
}

/** The page's own. */
export const announcer = createAnnouncer()
