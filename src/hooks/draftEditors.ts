import type { PitcheyLive } from '../contexts/pitchey.js'
import { systemClock } from '../live/clock.js'
import { createCopies, type Copies } from '../live/drafts/copies.js'
import type { Told } from '../live/drafts/draft.js'
import { createEditor, type Editor, type Settings } from '../live/drafts/editor.js'
import { isPage } from '../live/environment.js'
import { userDigest } from '../live/records/userDigest.js'
import { draftObjection } from './draftObjection.js'
import type { ErrorBody } from '../protocol/errorCodes.js'

/** One draft is edited once on a page, however many components look at it. */
interface Held {
  readonly editor: Editor
  users: number
}

const pages = new WeakMap<PitcheyLive, Map<string, Held>>()

export interface Draft {
  /** As the server calls it, with its owner if that is another. */
  readonly name: string
  readonly type: string
}

/** Takes part in the editing of a draft. When the last lets go, it is saved, and stays for as long as that takes. */
export function holdEditor(
  live: PitcheyLive,
  draft: Draft,
  settings: Settings,
): { editor: Editor; release: () => void } {
  const held = pages.get(live) ?? new Map<string, Held>()
  pages.set(live, held)
  const found = held.get(draft.name) ?? { editor: open(live, draft, settings), users: 0 }
  held.set(draft.name, found)
  found.users += 1
  found.editor.reopen()
  return {
    editor: found.editor,
    release: () => {
      found.users -= 1
      if (found.users > 0) return
      found.editor.close(() => held.get(draft.name) === found && held.delete(draft.name))
    },
  }
}

/** The page's; `null` where there is no page. That a browser refuses it shows when it is used. */
export const pageCopies = (): Copies | null => (isPage() ? createCopies(() => localStorage, window) : null)

const open = (live: PitcheyLive, { name, type }: Draft, settings: Settings): Editor =>
  createEditor({
    clock: systemClock,
    random: Math.random,
    newId: () => crypto.randomUUID(),
    openLine: live.openLine,
    copyKey: async (userKey) => {
      const digest = await userDigest(userKey)
      return digest && `pitchey draft ${digest} ${name}`
    },
    message: ({ content, baseRevision }) => ({
      type: 'draft_sync',
      data: { draftId: name, draftType: type, content, baseRevision },
    }),
    objection: draftObjection,
    revisionOf: ({ result }) => numberIn(result, 'revision'),
    currentOf,
    settings,
  })

/** The draft as it is, which a `conflict` carries. */
function currentOf({ details }: ErrorBody): Told | null {
  const revision = numberIn(details, 'revision')
  return revision !== null && isObject(details) && Object.hasOwn(details, 'content')
    ? { revision, content: details['content'] }
    : null
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function numberIn(value: unknown, name: string): number | null {
  const found = isObject(value) ? value[name] : undefined
  return typeof found === 'number' ? found : null
}
