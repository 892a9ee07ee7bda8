import { DraftConflictBanner, DraftStatus, useDraftSync, type DraftSync, type DraftSyncOptions } from 'pitchey-live'
import { useEffect } from 'react'
import { expect } from 'vitest'
import { page } from 'vitest/browser'
import { mount, send, tokenOf, type Name, configuration } from './stage.js'

/**
 * Why: the face of a draft is tested with the hook and the server that it is made for. Ana writes on this page; Ben, who may
 * edit her drafts, saves from somewhere else.
 */
export interface Pitch {
  readonly title: string
  readonly logline: string
  readonly synopsis: string
  readonly budget: number
  readonly genres: readonly string[]
  readonly published: boolean
  readonly team: Readonly<Record<string, string>>
}

export const SYNOPSIS =
  'A keeper finds letters that were never sent. She answers the first one, and the sea brings the next. When the storm comes she has to choose between the light and the reply.'

const PITCH: Pitch = {
  title: 'The Lighthouse',
  logline: 'Letters from the sea.',
  synopsis: SYNOPSIS,
  budget: 100_000,
  genres: ['Drama', 'Mystery'],
  published: false,
  team: { director: 'Ana' },
}

export const NAMES = { title: 'Title', logline: 'Logline', budget: 'Budget' }

/** What Ana types, and Ben saves meanwhile: of the title they disagree. */
export const MINE = { title: 'The Lighthouse at Night' }
export const THEIRS = { title: 'Lights Out', logline: 'Letters from the deep.', budget: 120_000 }

export const button = (name: string) => page.getByRole('button', { name, exact: true })
/** Without the marks that keep a name apart from the sentence around it. */
export const announced = (): string[] =>
  [...document.querySelectorAll('[data-pl-part=announcer] p')].map(({ textContent }) =>
    (textContent ?? '').replaceAll(/[\u200B\u2068\u2069]/g, ''),
  )

let used = 0
/** A new one for each test: nobody is shown what another test left. */
const newDraftId = (): string => `face_${(used += 1)}_${crypto.randomUUID().slice(0, 8)}`

/** What the page's form sees. */
export const sync: { draft: DraftSync<Pitch> | null; submits: number } = { draft: null, submits: 0 }
export const held = (): DraftSync<Pitch> => {
  if (!sync.draft) throw new Error('nothing edits a draft')
  return sync.draft
}

export function Editor({
  children,
  ...options
}: Partial<DraftSyncOptions<Pitch>> & { draftId: string; children?: (draft: DraftSync<Pitch>) => React.ReactNode }) {
  const draft = useDraftSync<Pitch>({ draftType: 'pitch', autoSaveInterval: 60_000, ...options })
  useEffect(() => {
    sync.draft = draft
  })
  const { content, updateContent } = draft
  return (
    <form
      style={{ display: 'grid', gap: 12, maxInlineSize: 720, margin: 16 }}
      onSubmit={(event) => {
        event.preventDefault()
        sync.submits += 1
      }}
    >
      <DraftStatus draft={draft} locale="en-US" />
      {content && (
        <>
          <input
            aria-label="Title"
            className="pl-field"
            value={content.title}
            onChange={({ target }) => updateContent({ ...content, title: target.value })}
          />
          <textarea
            aria-label="Synopsis"
            className="pl-field"
            rows={5}
            value={content.synopsis}
            onChange={({ target }) => updateContent({ ...content, synopsis: target.value })}
          />
        </>
      )}
      {children ? children(draft) : <DraftConflictBanner draft={draft} fieldLabels={NAMES} locale="en-US" />}
      <button type="submit">Publish</button>
    </form>
  )
}

/** Saves as somebody else would, whatever the revision. */
export async function saveAs(name: Name, draftId: string, change: object): Promise<void> {
  const saved = await readAs(name, draftId)
  const content = { ...saved.content, ...change }
  const data = { draftId: `1.${draftId}`, draftType: 'pitch', content, baseRevision: saved.revision }
  await send(name, 'POST', '/api/messages', { type: 'draft_sync', data, id: crypto.randomUUID() })
}

export async function readAs(name: Name, draftId: string): Promise<{ content: Partial<Pitch>; revision: number }> {
  const path = `${String(configuration.apiUrl)}/api/snapshots/${encodeURIComponent(`draft:1.${draftId}`)}`
  const answer = await fetch(path, { headers: { authorization: `Bearer ${await tokenOf(name)}` } })
  const { data } = (await answer.json()) as { data: { content: Partial<Pitch>; revision: number } }
  return data
}

/** A draft of Ana's that Ben may edit, shown on Ana's page. */
export async function open(
  more: Partial<Parameters<typeof Editor>[0]> = {},
  pitch: Partial<Pitch> = {},
): Promise<string> {
  const draftId = newDraftId()
  await saveAs('ana', draftId, { ...PITCH, ...pitch })
  await send('ana', 'PUT', `/api/drafts/${draftId}/collaborators`, { userIds: [2] })
  mount(<Editor draftId={draftId} {...more} />)
  await expect.element(page.getByRole('textbox', { name: 'Title' })).toBeVisible()
  await expect.poll(() => held().status).toBe('clean')
  return draftId
}

/** Ana has typed this, and before it is saved Ben saves that. */
export async function disagree(draftId: string, mine: Partial<Pitch>, theirs: Partial<Pitch>): Promise<void> {
  const { content } = held()
  if (!content) throw new Error('nothing is known of the draft')
  held().updateContent({ ...content, ...mine })
  await saveAs('ben', draftId, theirs)
  await expect.poll(() => held().status).toBe('conflict')
}
