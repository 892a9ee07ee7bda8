import { useEffect, useMemo, useRef, useState } from 'react'
import { holdEditor, type Draft } from './draftEditors.js'
import { useLive } from '../contexts/live.js'
import type { PitcheyLive } from '../contexts/pitchey.js'
import { SnapshotError } from '../live/index.js'
import type { Content } from '../live/drafts/content.js'
import type { Told } from '../live/drafts/draft.js'
import type { Editor, Settings } from '../live/drafts/editor.js'
import type { Form } from '../live/drafts/forms.js'
import type { Form as FormState } from '../live/drafts/form.js'
import { choose } from '../live/drafts/rule.js'
import type { Choices } from '../live/drafts/resolve.js'
import type { ErrorBody } from '../protocol/errorCodes.js'

/** One component's part in the editing of a draft. */
export interface HeldDraft {
  readonly editor: Editor
  readonly form: Form
}

export interface DraftActions {
  readonly updateContent: (content: object) => void
  readonly save: () => void
  readonly resolveWithLocal: () => void
  readonly resolveWithRemote: () => void
  readonly resolve: (choices: Choices) => void
  readonly undo: () => void
}

/** What a component says of itself, as of its last render. */
interface Given {
  readonly settings: Settings
  /** The server's version, as the component's query has it now. */
  readonly readNow: () => Told | null
  /** The form still shows what is another user's. */
  readonly onForeign: () => void
}

export function useHeldDraft(
  name: string,
  type: string,
  given: Given,
): { readonly held: HeldDraft | null; readonly actions: DraftActions } {
  const live = useLive()
  const former = useRef<FormState | undefined>(undefined)
  const [held, setHeld] = useState<{ readonly seat: Seat; readonly draft: HeldDraft } | null>(null)
  const seat = useMemo(() => createSeat(live, { name, type }), [live, name, type])
  useEffect(() => seat.know(given))
  useEffect(() => {
    const { draft, leave } = seat.take(former.current)
    setHeld({ seat, draft })
    return () => {
      former.current = leave()
    }
  }, [seat])
  const draft = held?.seat === seat ? held.draft : null
  const { settings } = given
  useEffect(() => draft?.editor.configure(settings), [draft, settings])
  return { held: draft, actions: seat.actions }
}

/** Where a component sits that edits a draft. Its actions may be called before it sits there, and after it has left. */
interface Seat {
  readonly know: (given: Given) => void
  readonly take: (former: FormState | undefined) => { readonly draft: HeldDraft; readonly leave: () => FormState }
  readonly actions: DraftActions
}

function createSeat(live: PitcheyLive, draft: Draft): Seat {
  let known: Given | null = null
  const given = (): Given => {
    if (!known) throw new Error('A seat is taken before anything is known of its component')
    return known
  }
  let held: HeldDraft | null = null
  let waiting: (() => void)[] = []
  let left: FormState | null = null
  let isForeign = false

  const sit = (former: FormState | undefined) => {
    const { editor, release } = holdEditor(live, draft, given().settings)
    const form = editor.openForm(former)
    held = { editor, form }
    return {
      draft: held,
      leave: () => {
        left = form.state()
        held = null
        form.end()
        release()
        return left
      },
    }
  }
  const run = (act: (held: HeldDraft) => void) => {
    if (held) return act(held)
    // Rendered for the first time, and not yet an effect of it has run.
    if (!left) return void waiting.push(() => run(act))
    // What a component still had to say when it was gone, such as at the end of a delay of its own.
    const { draft, leave } = sit(left)
    draft.form.confirm(given().readNow())
    act(draft)
    leave()
  }
  const edit = (content: Content) =>
    run(({ form }) => {
      const wasForeign = isForeign
      isForeign = !form.edit(content)
      if (isForeign && !wasForeign) given().onForeign()
    })
  const settle = (side: 'mine' | 'theirs') =>
    run(({ editor }) => editor.resolve(choose(editor.get().merged.conflicts, side)))
  return {
    know: (next) => void (known = next),
    take: (former) => {
      const taken = sit(former)
      const said = waiting
      waiting = []
      for (const say of said) say()
      return taken
    },
    actions: {
      updateContent: (content) => edit(asJson(content)),
      save: () => run(({ editor }) => editor.save()),
      resolveWithLocal: () => settle('mine'),
      resolveWithRemote: () => settle('theirs'),
      resolve: (choices) => run(({ editor }) => editor.resolve(choices)),
      undo: () => run(({ editor }) => editor.undo()),
    },
  }
}

/** As it will come back from the server: a `Date` is a text there, and what is `undefined` is not there. */
function asJson(content: object): Content {
  const json: unknown = JSON.parse(JSON.stringify(content))
  if (isContent(json)) return json
  throw new TypeError('pitchey-live: the content of a draft is an object of fields')
}

export const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Tells the editor what the query knows of the server: the draft as it is, or that it may not be read. */
export function useConfirmed(
  held: HeldDraft | null,
  readNow: () => Told | null,
  data: unknown,
  error: Error | null,
): void {
  const read = useRef(readNow)
  useEffect(() => {
    read.current = readNow
  })
  // Read anew: what was rendered may be that of somebody who has signed out since.
  useEffect(() => held?.form.confirm(data === undefined ? null : read.current()), [held, data])
  useEffect(() => held?.form.admit(refusalIn(error)), [held, error])
}

const refusalIn = (error: Error | null): ErrorBody | null =>
  error instanceof SnapshotError && (error.status === 403 || error.status === 404)
    ? { code: 'forbidden', message: error.message, retryable: false }
    : null
