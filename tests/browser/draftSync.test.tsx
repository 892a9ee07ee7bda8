import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import {
  createPitchey,
  draft,
  useDraftSync,
  useWebSocket,
  WebSocketProvider,
  type DraftSync,
  type DraftSyncOptions,
  type FormContent,
} from 'pitchey-live'
import { useEffect, useState, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  command,
  configuration,
  expectComplaint,
  mount,
  rest,
  send,
  signIn,
  sockets,
  tokenOf,
  type Name,
} from '../support/stage.js'

type Options = DraftSyncOptions<FormContent>

let drafts = 0
let draftId = ''
beforeEach(async () => {
  drafts += 1
  draftId = `draft_${drafts}`
  localStorage.clear()
  shown = unknown
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
const content = async (name = draftId) => (await stored(name)).content
const copies = () => Object.entries(localStorage).filter(([key]) => key.startsWith('pitchey draft'))

let shown: DraftSync<FormContent>
const unknown = { status: 'not shown' } as unknown as DraftSync<FormContent> // nothing is drawn yet
/** Draws nothing but what the hook returns, for a test to look at and to call. */
function Probe(options: Partial<Options>) {
  const draft = useDraftSync({ draftId, draftType: 'pitch', autoSaveInterval: 500, ...options })
  useEffect(() => {
    shown = draft
  })
  return <output>{draft.status}</output>
}

/** Nothing is known of the draft until it is called: both ways to it are held up. */
function holdSnapshots(): () => void {
  const fetch = window.fetch.bind(window)
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  window.fetch = async (input, init) => {
    await released
    return fetch(input, init)
  }
  return release
}

async function is(status: string): Promise<void> {
  await expect.poll(() => shown.status).toBe(status)
}

function Connection() {
  return <p>{useWebSocket().connectionStatus.state}</p>
}

let leaving: (() => void)[] = []
afterEach(() => {
  for (const leave of leaving.splice(0)) leave()
})
/** Another page of Ana's in this one: an engine of its own, in whose memory there is nothing. */
async function otherPage(children: ReactNode): Promise<void> {
  const token = await tokenOf('ana')
  const live = createPitchey({ ...configuration, getSession: () => Promise.resolve({ token }) })
  const host = document.body.appendChild(document.createElement('div'))
  const root = createRoot(host)
  const client = new QueryClient()
  root.render(
    <QueryClientProvider client={client}>
      <WebSocketProvider live={live}>{children}</WebSocketProvider>
    </QueryClientProvider>,
  )
  leaving.push(() => {
    root.unmount()
    host.remove()
    client.clear()
    live.dispose()
  })
}

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
    await expect.poll(() => copies().join()).toContain('Rain')
    // Longer than it takes to save: valid is what has both.
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect((await stored()).revision).toBe(0)
    await userEvent.type(description(), 'It rains.')
    await expect.element(page.getByText('Last saved:')).toBeVisible()
    await expect.poll(() => content()).toEqual({ title: 'Rain', description: 'It rains.' })
    expect(page.getByText('Unsaved changes').elements()).toEqual([])
  })

  test('typed into before the draft has come: neither side is lost, and the buttons decide', async () => {
    await saveAs('ana', { title: 'Alpha', description: 'Long', budget: '4' }, 0)
    const release = holdSnapshots()
    mount(<PitchEditor />)
    await userEvent.type(title(), 'Beta')
    release()
    await expect.element(page.getByText('Sync conflict detected')).toBeVisible()
    expect(await content()).toEqual({ title: 'Alpha', description: 'Long', budget: '4' })
    await page.getByRole('button', { name: 'Keep My Changes' }).click()
    await expect.poll(() => content()).toEqual({ title: 'Beta', description: 'Long', budget: '4' })
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

test('a form that copies the content in as it comes, and types over all of it', async () => {
  function Copying() {
    const { content, updateContent, status } = useDraftSync({ draftId, draftType: 'pitch', autoSaveInterval: 500 })
    const [form, setForm] = useState<FormContent>({ title: '', description: '' })
    useEffect(() => {
      // As an application does it that wants to show what is there.
      // oxlint-disable-next-line react/set-state-in-effect
      if (content) setForm((former) => ({ ...former, ...content }))
    }, [content])
    const change = (field: string, value: string) => {
      setForm({ ...form, [field]: value })
      updateContent({ ...form, [field]: value })
    }
    return (
      <>
        <input aria-label="Title" value={form['title']} onChange={(e) => change('title', e.target.value)} />
        <input aria-label="Text" value={form['description']} onChange={(e) => change('description', e.target.value)} />
        <p>{status}</p>
      </>
    )
  }
  await saveAs('ana', { title: 'Alpha', description: 'One' }, 0)
  mount(<Copying />)
  const field = page.getByLabelText('Title')
  await expect.element(field).toHaveValue('Alpha')
  await userEvent.fill(field, 'Beta')
  await expect.poll(() => content()).toEqual({ title: 'Beta', description: 'One' })
  await saveAs('ana', { title: 'Beta', description: 'Two' }, 2)
  await expect.element(page.getByLabelText('Text')).toHaveValue('Two')
  await userEvent.type(field, ' 2')
  await expect.poll(() => content()).toEqual({ title: 'Beta 2', description: 'Two' })
  await expect.element(page.getByText('clean')).toBeVisible()
})

describe('saving', () => {
  test('said in the first effect of all, before there is anything to say it to: it is not lost', async () => {
    function Eager() {
      const { updateContent, status } = useDraftSync({ draftId, draftType: 'pitch', autoSaveInterval: 500 })
      useEffect(() => updateContent({ title: 'Eager' }), [updateContent])
      return <p>{status}</p>
    }
    mount(<Eager />)
    await expect.poll(() => content()).toEqual({ title: 'Eager' })
  })

  test('what is typed during a save stays unsaved and follows; each is told once, in StrictMode too', async () => {
    const onSave = vi.fn<NonNullable<Options['onSave']>>()
    mount(<Probe onSave={onSave} />)
    await is('clean')
    shown.updateContent({ title: 'a' })
    shown.save()
    await expect.poll(() => shown.isSaving).toBe(true)
    shown.updateContent({ title: 'ab' })
    await expect.poll(() => shown.isSaving).toBe(false)
    expect(shown.isDirty).toBe(true)
    expect(shown.content).toEqual({ title: 'ab' })
    await is('clean')
    expect(onSave.mock.calls.map(([saved]) => [saved.content, saved.revision])).toEqual([
      [{ title: 'a' }, 1],
      [{ title: 'ab' }, 2],
    ])
    expect((await stored()).revision).toBe(2)
  })

  test('while it is on its way, a draft that others look at moves on under what is typed: nobody is asked', async () => {
    mount(<Probe />)
    await is('clean')
    for (const text of ['o', 'on', 'one', 'one t', 'one tw', 'one two']) {
      shown.updateContent({ title: text })
      shown.save()
      await expect.poll(() => shown.content?.['title']).toBe(text)
    }
    await is('clean')
    expect([await content(), shown.hasConflict]).toEqual([{ title: 'one two' }, false])
  })

  test('two components on one draft each pass their own fields', async () => {
    const all: Record<string, DraftSync<FormContent>> = {}
    function Part({ field }: { field: string }) {
      const draft = useDraftSync({ draftId, draftType: 'pitch', autoSaveInterval: 500 })
      useEffect(() => {
        all[field] = draft
      })
      return null
    }
    mount(
      <>
        <Part field="title" />
        <Part field="text" />
      </>,
    )
    await expect.poll(() => Object.values(all).map(({ status }) => status)).toEqual(['clean', 'clean'])
    all['title']?.updateContent({ title: 'T' })
    all['text']?.updateContent({ text: 'X' })
    all['title']?.updateContent({ title: 'Th' })
    all['text']?.updateContent({ text: 'XY' })
    await expect.poll(() => content()).toEqual({ title: 'Th', text: 'XY' })
    expect(all['title']?.content).toEqual({ title: 'Th', text: 'XY' })
    // Only who had a field can take it away.
    all['title']?.updateContent({})
    await expect.poll(() => content()).toEqual({ text: 'XY' })
  })

  test('what validateContent calls falsy is kept and not sent, whatever truthy thing it says otherwise', async () => {
    const answers: unknown[] = ['', 0, null, undefined, false, 'yes']
    const validateContent = vi.fn<(content: FormContent) => unknown>(({ n = '0' }) => answers[Number(n)])
    mount(<Probe validateContent={validateContent} />)
    await is('clean')
    for (const n of ['0', '1', '2', '3', '4']) {
      shown.updateContent({ n })
      shown.save()
      await expect.poll(() => shown.content).toEqual({ n })
      expect([shown.status, (await stored()).revision]).toEqual(['dirty', 0])
    }
    shown.updateContent({ n: '5' })
    await expect.poll(() => content()).toEqual({ n: '5' })
  })

  test('taken out of the page while it is dirty: saved at once', async () => {
    const { unmount } = mount(<Probe autoSaveInterval={60_000} />)
    await is('clean')
    shown.updateContent({ title: 'Last words' })
    unmount()
    await expect.poll(() => content()).toEqual({ title: 'Last words' })
    await expect.poll(copies).toEqual([])
  })

  test('taken out while a save is on its way, with more typed since: all of it is saved', async () => {
    const { unmount } = mount(<Probe autoSaveInterval={60_000} enableLocalStorage={false} />)
    await is('clean')
    shown.updateContent({ title: 'One' })
    shown.save()
    shown.updateContent({ title: 'One, two' })
    unmount()
    await expect.poll(() => content()).toEqual({ title: 'One, two' })
  })

  test('said after the component has gone: saved as well', async () => {
    const { render } = mount(<Probe />)
    await is('clean')
    const { updateContent } = shown
    updateContent({ title: 'One' })
    function NextPage() {
      return <p>Revision {useQuery(draft(draftId)).data?.revision}</p>
    }
    render(<NextPage />)
    await expect.element(page.getByText('Revision 1')).toBeVisible()
    updateContent({ title: 'One, late' })
    await expect.poll(() => content()).toEqual({ title: 'One, late' })
  })

  test('another draft in the same component: each gets its own', async () => {
    const first = draftId
    const second = `${draftId}_b`
    await saveAs('ana', { title: 'Second' }, 0, second)
    const { render } = mount(<Probe draftId={first} autoSaveInterval={60_000} />)
    await is('clean')
    shown.updateContent({ title: 'First' })
    shown.save()
    shown.updateContent({ title: 'First, on' })
    render(<Probe draftId={second} autoSaveInterval={60_000} />)
    await expect.poll(() => shown.content).toEqual({ title: 'Second' })
    await expect.poll(() => content(first)).toEqual({ title: 'First, on' })
    expect(await content(second)).toEqual({ title: 'Second' })
  })

  test('a form that still shows another draft of the same person: that is not written into this one', async () => {
    const first = draftId
    const second = `${draftId}_b`
    await saveAs('ana', { title: 'The first title', description: 'Of the first' }, 0, first)
    await saveAs('ana', { title: 'The second title', description: 'Of the second' }, 0, second)
    const { render } = mount(<Probe />)
    await is('clean')
    const form = shown.content ?? {}
    shown.updateContent({ ...form, title: 'The first title!' })
    await expect.poll(() => content(first)).toMatchObject({ title: 'The first title!' })
    render(<Probe draftId={second} />)
    await expect.poll(() => shown.content).toMatchObject({ title: 'The second title' })
    shown.updateContent({ ...form, title: 'The first title!?' })
    await is('conflict')
    shown.resolveWithRemote()
    await is('clean')
    expect(await content(second)).toEqual({ title: 'The second title', description: 'Of the second' })
  })
})

describe('others', () => {
  test('while nothing is unsaved, what they save is simply there', async () => {
    await saveAs('ana', { title: 'A' }, 0)
    mount(<Probe />)
    await is('clean')
    await saveAs('ana', { title: 'B' }, 1)
    await expect.poll(() => shown.content).toEqual({ title: 'B' })
    expect([shown.status, shown.hasConflict, shown.savedBy?.username]).toEqual(['clean', false, 'Ana'])
  })

  const both = async (options: Partial<Options> = {}) => {
    await saveAs('ana', { title: 'A', note: 'N' }, 0)
    mount(<Probe autoSaveInterval={60_000} {...options} />)
    await is('clean')
    shown.updateContent({ title: 'Mine', note: 'N' })
    await is('dirty')
    await saveAs('ana', { title: 'Theirs', note: 'N2' }, 1)
  }

  test.each([
    ['resolveWithLocal', { title: 'Mine', note: 'N2' }],
    ['resolveWithRemote', { title: 'Theirs', note: 'N2' }],
  ] as const)('both changed the same: %s decides, and it can be taken back', async (decide, result) => {
    await both()
    await is('conflict')
    expect(shown.mergePreview).toEqual({ title: 'Mine', note: 'N2' })
    expect(shown.conflicts).toMatchObject([
      { kind: 'value', path: ['title'], base: 'A', mine: 'Mine', theirs: 'Theirs' },
    ])
    shown[decide]()
    await expect.poll(() => shown.content).toEqual(result)
    await is('clean')
    await expect.poll(() => content()).toEqual(result)
    expect(shown.canUndo).toBe(true)
    shown.undo()
    await is('conflict')
    expect(shown.content).toEqual({ title: 'Mine', note: 'N' })
    const [conflict] = shown.conflicts
    shown.resolve({ [conflict?.id ?? '']: { edit: 'Ours' } })
    await expect.poll(() => content()).toEqual({ title: 'Ours', note: 'N2' })
  })

  test('a choice that is missing is an error, and changes nothing', async () => {
    await both()
    await is('conflict')
    expect(() => shown.resolve({})).toThrow('No choice for')
    expect(shown.status).toBe('conflict')
  })

  test.each([
    ['local', { title: 'Mine', note: 'N2' }],
    ['remote', { title: 'Theirs', note: 'N2' }],
  ] as const)('`%s` wins without a question', async (conflictResolution, result) => {
    await both({ conflictResolution, autoSaveInterval: 1_500 })
    await expect.poll(() => shown.content).toEqual(result)
    await expect.poll(() => content()).toEqual(result)
    expect(shown.canUndo).toBe(true)
  })

  test('`merge` puts words together where `ask` would ask', async () => {
    const long = 'One two three four five six seven eight nine ten.\n'.repeat(4)
    await saveAs('ana', { text: long }, 0)
    mount(<Probe autoSaveInterval={1_500} conflictResolution="merge" />)
    await is('clean')
    shown.updateContent({ text: `Mine ${long}` })
    await is('dirty')
    await saveAs('ana', { text: `${long}Theirs` }, 1)
    await expect.poll(() => content()).toEqual({ text: `Mine ${long}Theirs` })
    expect(shown.hasConflict).toBe(false)
  })

  test('content that is no object of fields is neither shown nor saved over, and that is said', async () => {
    const onError = vi.fn<(error: Error) => void>()
    await saveAs('ana', ['a', 'list'], 0)
    mount(<Probe onError={onError} />)
    await is('error')
    shown.updateContent({ title: 'Mine' })
    shown.save()
    await expect.poll(() => shown.content).toEqual({ title: 'Mine' })
    expect(onError.mock.calls.map(([error]) => error.message)).toEqual([
      expect.stringContaining('something other than an object of fields'),
    ])
    expect(await content()).toEqual(['a', 'list'])
    // And goes on when there are fields again.
    await saveAs('ana', { note: 'N' }, 1)
    await expect.poll(() => content()).toEqual({ note: 'N', title: 'Mine' })
  })

  test('somebody makes a list of it while we write: nothing is lost on either side', async () => {
    await saveAs('ana', { title: 'A' }, 0)
    mount(<Probe autoSaveInterval={60_000} onError={() => undefined} />)
    await is('clean')
    shown.updateContent({ title: 'Mine' })
    await saveAs('ana', 'a text', 1)
    await is('error')
    shown.save()
    expect([shown.content, await content()]).toEqual([{ title: 'Mine' }, 'a text'])
  })
})

describe('without a connection', () => {
  const offline = async () => {
    rest('refuse')
    await sockets(false)
  }

  test('edits are kept on this device; mounted again, they are there, and are uploaded without a question', async () => {
    await saveAs('ana', { title: 'A', note: 'N' }, 0)
    const { unmount } = mount(<Probe />)
    await is('clean')
    await offline()
    await is('clean')
    shown.updateContent({ title: 'Offline', note: 'N' })
    await is('offline')
    await expect.poll(() => copies().join()).toContain('Offline')
    unmount()
    shown = unknown
    await otherPage(<Probe />)
    await expect.poll(() => shown.content).toEqual({ title: 'Offline', note: 'N' })
    rest('answer')
    await sockets(true)
    await expect.poll(() => content()).toEqual({ title: 'Offline', note: 'N' })
    await is('clean')
    expect(shown.hasConflict).toBe(false)
    await expect.poll(copies).toEqual([])
  })

  test('a page that comes back uploads it, also when the component is gone', async () => {
    mount(<Connection />)
    const { unmount } = mount(<Probe enableLocalStorage={false} />)
    await is('clean')
    await offline()
    shown.updateContent({ title: 'Left behind' })
    await is('offline')
    unmount()
    rest('answer')
    await sockets(true)
    await expect.poll(() => content()).toEqual({ title: 'Left behind' })
  })

  test('failed saves are told after as many as were asked for, once, and it goes on when the connection returns', async () => {
    const onError = vi.fn<(error: Error) => void>()
    mount(<Probe maxReconnectAttempts={2} onError={onError} />)
    await is('clean')
    await offline()
    shown.updateContent({ title: 'Kept' })
    await is('offline')
    await is('error')
    expect(onError).toHaveBeenCalledTimes(1)
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ name: 'CommandError', code: 'unavailable' })
    expect(shown.content).toEqual({ title: 'Kept' })
    rest('answer')
    await sockets(true)
    await expect.poll(() => content()).toEqual({ title: 'Kept' })
    await is('clean')
    expect(onError).toHaveBeenCalledTimes(1)
  })
})

describe('what cannot be kept', () => {
  test('full storage is told once, and it is saved all the same', async () => {
    const onError = vi.fn<(error: Error) => void>()
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    mount(<Probe onError={onError} />)
    await is('clean')
    shown.updateContent({ title: 'Saved' })
    await expect.poll(() => content()).toEqual({ title: 'Saved' })
    await is('clean')
    expect(onError.mock.calls.map(([error]) => error.message)).toEqual([
      'What is not saved cannot be kept on this device',
    ])
  })

  test('refused storage is told, and text survives the component and a sign-out in memory', async () => {
    const onError = vi.fn<(error: Error) => void>()
    const real = Object.getOwnPropertyDescriptor(window, 'localStorage')
    await signIn('ana')
    Object.defineProperty(window, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('no', 'SecurityError')
      },
    })
    try {
      const { unmount } = mount(<Probe onError={onError} autoSaveInterval={60_000} />)
      await is('clean')
      rest('refuse')
      await sockets(false)
      shown.updateContent({ title: 'In memory' })
      await expect.poll(() => onError.mock.calls.length).toBe(1)
      unmount()
      shown = unknown
      mount(<Probe autoSaveInterval={60_000} />)
      await expect.poll(() => shown.content).toEqual({ title: 'In memory' })
      rest('answer')
      await sockets(true)
      shown.save()
      await expect.poll(() => content()).toEqual({ title: 'In memory' })
    } finally {
      if (real) Object.defineProperty(window, 'localStorage', real)
    }
  })

  test('more than a draft may hold: never sent, the text stays, and the field is named', async () => {
    const onError = vi.fn<(error: Error) => void>()
    mount(<Probe onError={onError} />)
    await is('clean')
    const text = 'é'.repeat(200_000)
    shown.updateContent({ title: 'T', text })
    await expect.poll(() => onError.mock.calls.length).toBe(1)
    expect(onError.mock.calls[0]?.[0]).toMatchObject({
      code: 'payload_too_large',
      details: { issues: [{ path: 'data.content' }, { path: 'data.content.text' }] },
    })
    expect([shown.status, shown.content?.['text']?.length, shown.isDirty]).toEqual(['dirty', 200_000, true])
    shown.updateContent({ title: 'T', text: 'short' })
    await expect.poll(() => content()).toEqual({ title: 'T', text: 'short' })
  })
})

describe('whose it is', () => {
  test('a collaborator edits, and is taken out: an error, the text stays, nothing more is saved', async () => {
    const onError = vi.fn<(error: Error) => void>()
    await saveAs('ana', { title: 'A' }, 0)
    await send('ana', 'PUT', `/api/drafts/${draftId}/collaborators`, { userIds: [2] })
    await signIn('ben')
    mount(<Probe ownerId={1} onError={onError} />)
    await expect.poll(() => shown.content).toEqual({ title: 'A' })
    shown.updateContent({ title: 'By Ben' })
    await expect.poll(async () => (await stored()).updatedBy?.username).toBe('Ben')
    await send('ana', 'PUT', `/api/drafts/${draftId}/collaborators`, { userIds: [] })
    shown.updateContent({ title: 'By Ben, later' })
    await is('error')
    expect(onError.mock.calls.map(([error]) => error)).toMatchObject([{ code: 'forbidden' }])
    expect(shown.content).toEqual({ title: 'By Ben, later' })
    expect(await content()).toEqual({ title: 'By Ben' })
    await expectComplaint(/refused (draft|editors):/)
    // Let in again, it goes on.
    await send('ana', 'PUT', `/api/drafts/${draftId}/collaborators`, { userIds: [2] })
    await sockets(false)
    await sockets(true)
    await expect.poll(() => content()).toEqual({ title: 'By Ben, later' })
    await is('clean')
  })

  test('a draft that one may not read is an error at once', async () => {
    const onError = vi.fn<(error: Error) => void>()
    await signIn('cara')
    mount(<Probe ownerId={1} onError={onError} />)
    await is('error')
    await expect.poll(() => onError.mock.calls.length).toBe(1)
    expect(shown.content).toBeNull()
    await expectComplaint(/refused (draft|editors):/)
  })

  test.each([true, false])('another user sees and saves nothing of it (kept on the device: %s)', async (kept) => {
    await saveAs('ben', { title: 'Of Ben' }, 0)
    const contents: unknown[] = []
    function Watched() {
      const draft = useDraftSync({ draftId, draftType: 'pitch', autoSaveInterval: 60_000, enableLocalStorage: kept })
      contents.push(draft.content)
      useEffect(() => {
        shown = draft
      })
      return null
    }
    mount(<Watched />)
    await is('clean')
    shown.updateContent({ title: 'A secret of Ana' })
    await is('dirty')
    await signIn('ben')
    contents.length = 0
    await expect.poll(() => shown.content).toEqual({ title: 'Of Ben' })
    expect(JSON.stringify(contents)).not.toContain('secret')
    shown.updateContent({ title: 'Of Ben, too' })
    shown.save()
    await is('clean')
    const ofBen = (await send('ben', 'GET', `/api/snapshots/draft:${draftId}`, undefined)) as { data: unknown }
    expect(ofBen.data).toMatchObject({ content: { title: 'Of Ben, too' } })
    // Back again, Ana has hers, and it is saved as hers.
    await signIn('ana')
    await expect.poll(() => shown.content).toEqual({ title: 'A secret of Ana' })
    shown.save()
    await expect.poll(() => content()).toEqual({ title: 'A secret of Ana' })
  })

  test('a form that still shows another user’s text writes nothing of it, and that is said', async () => {
    const onError = vi.fn<(error: Error) => void>()
    await saveAs('ana', { title: 'A secret title', description: 'A secret text' }, 0)
    mount(<Probe onError={onError} />)
    await is('clean')
    const form = { title: 'A secret title', description: 'A secret text' }
    await signIn('ben')
    await expect.poll(() => shown.content).toBeNull()
    await is('clean')
    shown.updateContent({ ...form, title: 'A secret title!' })
    shown.updateContent({ ...form, title: 'A secret title!!' })
    expect(onError.mock.calls.map(([error]) => error.message)).toEqual([
      expect.stringContaining('still shows what another user wrote'),
    ])
    shown.save()
    // Filled anew, it is Ben's.
    shown.updateContent({ title: 'Of Ben', description: '' })
    await expect
      .poll(async () => (await send('ben', 'GET', `/api/snapshots/draft:${draftId}`, undefined)) as object)
      .toMatchObject({ data: { content: { title: 'Of Ben' }, revision: 1 } })
  })

  test('signed out and in again: what was typed before, and meanwhile, is there', async () => {
    mount(<Probe autoSaveInterval={60_000} enableLocalStorage={false} />)
    await is('clean')
    shown.updateContent({ title: 'Before' })
    await signIn(null)
    await expect.poll(() => shown.content).toBeNull()
    shown.updateContent({ title: 'Before, and meanwhile' })
    await signIn('ana')
    await expect.poll(() => shown.content).toEqual({ title: 'Before, and meanwhile' })
    await is('dirty')
    shown.save()
    await expect.poll(() => content()).toEqual({ title: 'Before, and meanwhile' })
  })
})
