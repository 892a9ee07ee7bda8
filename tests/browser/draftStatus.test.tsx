import { DraftStatus, type DraftStatusProps } from 'pitchey-live'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { announced, disagree, held, MINE, open, saveAs, THEIRS } from '../support/drafts.js'
import { mount, rest, signIn, sockets, violations } from '../support/stage.js'

beforeEach(async () => {
  await page.viewport(1000, 800)
  await signIn('ana')
})

type Draft = DraftStatusProps['draft']
const line = () => document.querySelector('.pl-draft-status')
const standing = () => line()?.getAttribute('data-standing')
const said = () => document.querySelector('.pl-draft-standing')?.textContent

/** All that the line says from now on, each once. */
function listen(): () => readonly string[] {
  const heard: string[] = []
  const hear = () => {
    const now = said() ?? ''
    if (heard.at(-1) !== now) heard.push(now)
  }
  hear()
  const observer = new MutationObserver(hear)
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  return () => {
    observer.disconnect()
    return heard
  }
}

/** Neither socket nor requests. */
async function network(isThere: boolean): Promise<void> {
  rest(isThere ? 'answer' : 'refuse')
  await sockets(isThere)
}

describe('the line', () => {
  test('goes from saved to saved by "Unsaved changes" alone where saving takes no time', async () => {
    await open({ autoSaveInterval: 500 })
    await expect.poll(said).toMatch(/^Saved \d/)
    const heard = listen()
    const { content } = held()
    if (content) held().updateContent({ ...content, ...MINE })
    await expect.poll(standing).toBe('unsaved')
    await expect.poll(standing).toBe('saved')
    expect(heard().map((text) => text.replace(/ \d.*/, ''))).toEqual(['Saved', 'Unsaved changes', 'Saved'])
    expect(announced()).toEqual([])
  })

  test('says who saved it last, if that was somebody else', async () => {
    const draftId = await open()
    await saveAs('ben', draftId, { logline: 'Letters.' })
    await expect.poll(said).toMatch(/^Saved \d+:\d\d [AP]M by Ben$/)
    await expect.poll(() => line()?.querySelector('time')?.title).toMatch(/\d{4} at/)
  })

  test('that one is offline is said the first time, and that it is kept here', async () => {
    await open({ autoSaveInterval: 500 })
    const lose = async () => {
      await network(false)
      const { content } = held()
      if (content) held().updateContent({ ...content, title: crypto.randomUUID() })
      await expect.poll(said).toBe('Offline, kept on this device')
    }
    const find = async () => {
      await network(true)
      await expect.poll(standing).not.toBe('offline')
    }
    await lose()
    await expect.poll(announced, { timeout: 10_000 }).toEqual(['Offline, kept on this device'])
    await find()
    await expect.poll(announced, { timeout: 10_000 }).toEqual([])
    await lose()
    await new Promise((resolve) => setTimeout(resolve, 6_000)) // longer than it is kept to itself
    expect(announced()).toEqual([])
  })

  test('where nothing is kept here, it says that', async () => {
    await open({ enableLocalStorage: false, autoSaveInterval: 500 })
    await network(false)
    const { content } = held()
    if (content) held().updateContent({ ...content, ...MINE })
    await expect.poll(said).toBe('Offline, and not kept on this device: leave this page open')
  })

  test('a conflict is said once, whether or not there is a banner', async () => {
    const draftId = await open({ children: (draft) => <DraftStatus draft={draft} locale="en-US" /> })
    await disagree(draftId, MINE, THEIRS)
    await expect.poll(said).toBe('Conflict')
    await expect.poll(announced).toEqual(['Ben changed 3 fields just now. 1 needs your choice.'])
  })
})

describe('of a draft that a host hands to it', () => {
  let base: Draft
  let shown: ReturnType<typeof mount>
  const show = (more: Partial<Draft>, props: Partial<DraftStatusProps> = {}) =>
    shown.render(<DraftStatus draft={{ ...base, ...more }} locale="en-US" {...props} />)
  beforeEach(async () => {
    await open({ children: () => null })
    base = held()
    document.body.querySelectorAll('.pl-draft-status').forEach((other) => other.remove())
    shown = mount(null)
  })

  test('saving is shown when it takes its time, and then long enough to be read', async () => {
    show({})
    await expect.poll(standing).toBe('saved')
    const began = performance.now()
    show({ status: 'saving', isSaving: true, isDirty: true })
    await expect.poll(said).toBe('Unsaved changes')
    await expect.poll(said).toBe('Saving…')
    expect(performance.now() - began).toBeGreaterThan(350)
    const shownAt = performance.now()
    show({})
    await expect.poll(standing).toBe('saved')
    expect(performance.now() - shownAt).toBeGreaterThan(400)
  })

  test('a line that is lost for a moment is not spoken of', async () => {
    show({})
    await expect.poll(standing).toBe('saved')
    const heard = listen()
    show({ status: 'offline', isDirty: true })
    await expect.poll(said).toBe('Unsaved changes')
    show({})
    await expect.poll(standing).toBe('saved')
    expect(heard().join()).not.toContain('Offline')
    expect(announced()).toEqual([])
  })

  test('an error is said, and tried again by hand', async () => {
    const save = vi.fn<() => void>()
    show({ status: 'error', trouble: 'failing', save })
    await expect.poll(said).toMatch(/^Could not be saved/)
    await expect.poll(announced).toEqual(['Could not be saved'])
    await page.getByRole('button', { name: 'Retry saving' }).click()
    expect(save).toHaveBeenCalledTimes(1)
    show({ status: 'error', trouble: 'failing', save, isSaving: true })
    await expect.element(page.getByRole('button', { name: 'Retry saving' })).toHaveAttribute('aria-disabled', 'true')
    // Whoever pressed it is not left nowhere when it goes.
    show({})
    await expect.poll(() => document.activeElement).toBe(line())
  })

  test.each([
    [{ trouble: 'forbidden', status: 'error' }, /may not edit this any more/],
    [{ trouble: 'unreadable', status: 'error' }, /cannot be shown here/],
    [{ trouble: 'invalid', status: 'dirty' }, /not right yet/],
    [{ trouble: 'invalid', status: 'dirty', errorCode: 'payload_too_large' }, /too large/],
  ] as const)('why it is not saved is said, and nobody is led to try in vain: %o', async (more, words) => {
    show(more)
    await expect.poll(said).toMatch(words)
    await expect.element(page.getByRole('button')).not.toBeInTheDocument()
  })

  test('who else edits it is said beside it', async () => {
    const people = ['Ben', 'Cara', 'ليلى', 'Jonas'].map((username, n) => ({ userId: n + 2, username }))
    const editors = () => document.querySelector('.pl-draft-editors')?.textContent
    show({ otherEditors: people.slice(0, 1) })
    await expect.poll(editors).toBe('Ben is editing this too')
    show({ otherEditors: people })
    await expect.poll(editors).toBe('Ben, Cara, and 2 others are editing this too')
    show({})
    await expect.poll(editors).toBe('')
  })

  test('whatever it says, it takes the same room', async () => {
    const states: Partial<Draft>[] = [
      {},
      { status: 'loading' },
      { status: 'dirty' },
      { status: 'offline', isKept: false },
      { status: 'conflict' },
      { status: 'error', trouble: 'failing' },
      { otherEditors: [{ userId: 2, username: 'Ben' }] },
    ]
    for (const width of [1000, 320]) {
      await page.viewport(width, 600)
      const heights = new Set<number>()
      for (const state of states) {
        show(state)
        await expect.poll(line).not.toBeNull()
        await new Promise(requestAnimationFrame)
        heights.add(line()?.getBoundingClientRect().height ?? 0)
        expect(await violations()).toEqual([])
        expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
      }
      expect([...heights]).toHaveLength(1)
    }
  })

  test('says how long ago it was, if that is asked for', async () => {
    show({ lastSaved: new Date(Date.now() - 3.5 * 60_000), savedBy: null }, { time: 'relative' })
    await expect.poll(said).toBe('Saved 3 minutes ago')
  })
})
