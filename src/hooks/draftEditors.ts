import type { PitcheyLive } from '../contexts/pitchey.js'
import { systemClock } from '../live/clock.js'
import { createCopies, type Copies } from '../live/drafts/copies.js'
import type { Version } from '../live/drafts/draft.js'
import { createEditor, type Editor, type Settings } from '../live/drafts/editor.js'
import { isPage } from '../live/environment.js'
import { userDigest } from '../live/records/userDigest.js'
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

/** Takes part in the editing of a draft. The last to let go saves what there is to save. */
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
  return {
    editor: found.editor,
    release: () => {
      found.users -= 1
      if (found.users > 0) return
      held.delete(draft.name)
      found.editor.close()
    },
  }
}

/** Asked of the browser once it is needed: it may be refused. */
export function pageCopies(): Copies | null {
  try {
    return isPage() ? createCopies(localStorage, window) : null
  } catch {
    return null
  }
}

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
    revisionOf: ({ result }) => numberIn(result, 'revision'),
    currentOf,
    settings,
  })

/** The draft as it is, which a `conflict` carries. */
function currentOf({ details }: ErrorBody): Version | null {
  const revision = numberIn(details, 'revision')
  const content = isObject(details) ? details['content'] : undefined
  return revision !== null && isObject(content) ? { revision, content } : null
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function numberIn(value: unknown, name: string): number | null {
  const found = isObject(value) ? value[name] : undefined
  return typeof found === 'number' ? found : null
}
