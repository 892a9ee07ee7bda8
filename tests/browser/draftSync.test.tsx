import { useDraftSync, type DraftSync, type DraftSyncOptions, type FormContent } from 'pitchey-live'
import { useEffect, useState } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { command, expectComplaint, mount, rest, send, signIn, sockets, type Name } from '../support/stage.js'

type Options = DraftSyncOptions<FormContent>

let drafts = 0
let draftId = ''
beforeEach(async () => {
  drafts += 1
  draftId = `draft_${drafts}`
  localStorage.clear()
  await signIn('ana')
})

/** What somebody saves elsewhere. */
const saveAs = (who: Name, content: unknown, baseRevision: number, name = draftId) =>
  command(who, 'draft_sync', { draftId: name, draftType: 'pitch', content, baseRevision })
/** What the server has of Ana's draft. */
const stored = async (name = draftId) =>
  (
    (await send('ana', 'GET', `/api/snapshots/draft:${name}`, undefined)) as {
      data: { content: FormContent; revision: number; updatedBy: { username: string } | null }
    }
  ).data
const content = async () => (await stored()).content
const copies = () => Object.entries(localStorage).filter(([key]) => key.startsWith('pitchey draft'))

let shown: DraftSync<FormContent>
/** Draws nothing but what the hook returns, for a test to look at and to call. */
function Probe(options: Partial<Options>) {
  const draft = useDraftSync({ draftId, draftType: 'pitch', autoSaveInterval: 500, ...options })
  useEffect(() => {
    shown = draft
  })
  return <p role="status">{draft.status}</p>
}

const is = (status: string) => expect.poll(() => shown?.status).toBe(status)

/** The editor of the integration guide, as it stands there. */
function PitchEditor({ id = draftId }: { id?: string }) {
  const { content, isDirty, isSaving, hasConflict, lastSaved, updateContent, resolveWithLocal, resolveWithRemote } =
    useDraftSync({
      draftId: id,
      draftType: 'pitch',
      autoSaveInterval: 500,
      conflictResolution: 'ask',
      validateContent: (content) => content?.['title'] && content?.['description'],
    })
  const [formData, setFormData] = useState({
    title: content?.['title'] || '',
    description: content?.['description'] || '',
  })
  const handleFieldChange = (field: string, value: string) => {
    const newData = { ...formData, [field]: value }
    setFormData(newData)
    updateContent(newData)
  }
  return (
    <div className="editor">
      <div className="sync-status">
        {isSaving && <span>Saving...</span>}
        {isDirty && <span>Unsaved changes</span>}
        {lastSaved && <span>Last saved: {lastSaved.toLocaleTimeString()}</span>}
      </div>
      {hasConflict && (
        <div className="conflict-alert">
          <p>Sync conflict detected. Choose resolution:</p>
          <button type="button" onClick={resolveWithLocal}>
            Keep My Changes
          </button>
          <button type="button" onClick={resolveWithRemote}>
            Use Their Changes
          </button>
        </div>
      )}
      <input
        value={formData.title}
        onChange={(e) => handleFieldChange('title', e.target.value)}
        placeholder="Pitch title..."
      />
      <textarea
        value={formData.description}
        onChange={(e) => handleFieldChange('description', e.target.value)}
        placeholder="Pitch description..."
      />
    </div>
  )
}
const title = () => page.getByPlaceholder('Pitch title...')
const description = () => page.getByPlaceholder('Pitch description...')

describe('the guide’s own editor', () => {
  test('in an empty draft: saved once both fields are filled in, and not before', async () => {
    mount(<PitchEditor />)
    await userEvent.type(title(), 'Rain')
    await expect.element(page.getByText('Unsaved changes')).toBeVisible()
    await userEvent.type(description(), 'It rains.')
    await expect.element(page.getByText('Last saved:')).toBeVisible()
    await expect.poll(content).toEqual({ title: 'Rain', description: 'It rains.' })
    expect(page.getByText('Unsaved changes').elements()).toEqual([])
  })

  test('typed into before the draft has come: neither side is lost, and the buttons decide', async () => {
    await saveAs('ana', { title: 'Alpha', description: 'Long', budget: '4' }, 0)
    await sockets(false)
    rest('hang')
    mount(<PitchEditor />)
    await userEvent.type(title(), 'Beta')
    rest('answer')
    await sockets(true)
    await expect.element(page.getByText('Sync conflict detected')).toBeVisible()
    expect(await content()).toEqual({ title: 'Alpha', description: 'Long', budget: '4' })
    await page.getByRole('button', { name: 'Keep My Changes' }).click()
    await expect.poll(content).toEqual({ title: 'Beta', description: 'Long', budget: '4' })
  })

  test('after theirs was taken, the stale form writes nothing back', async () => {
    await saveAs('ana', { title: 'Alpha', description: 'Long' }, 0)
    mount(<PitchEditor />)
    await userEvent.type(title(), 'Beta')
    await page.getByRole('button', { name: 'Use Their Changes' }).click()
    await expect.poll(() => page.getByRole('button').elements()).toEqual([])
    // The form still says Beta.
    await userEvent.type(title(), '!')
    await expect.element(page.getByText('Sync conflict detected')).toBeVisible()
    expect(await content()).toEqual({ title: 'Alpha', description: 'Long' })
    await page.getByRole('button', { name: 'Use Their Changes' }).click()
    await userEvent.type(description(), ' now')
    await expect.element(page.getByText('Sync conflict detected')).toBeVisible()
    expect((await stored()).revision).toBe(1)
  })
})
