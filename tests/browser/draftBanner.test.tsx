import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { announced, button, disagree, held, MINE, open, readAs, saveAs, THEIRS } from '../support/drafts.js'
import { watchShifts } from '../support/shifts.js'
import { signIn, violations } from '../support/stage.js'

beforeEach(async () => {
  await page.viewport(1000, 800)
  await signIn('ana')
})
afterEach(() => document.documentElement.removeAttribute('style'))

const banner = page.getByRole('region', { name: 'Conflicting changes' })
const title = page.getByRole('textbox', { name: 'Title' })
const conflicts = () => announced().filter((text) => /choice/.test(text))

describe('a conflict', () => {
  test('is told: who changed how much, and what is to be decided', async () => {
    const draftId = await open()
    await expect.element(banner).not.toBeInTheDocument()
    const shifts = watchShifts()
    await disagree(draftId, MINE, THEIRS)
    await expect.element(banner).toHaveTextContent(/Ben changed 3 fields just now\. 1 needs your choice\./)
    await expect.poll(conflicts).toEqual(['Ben changed 3 fields just now. 1 needs your choice.'])
    expect(shifts.list()).toEqual([])
    shifts.stop()
  })

  test('takes neither the focus nor a letter from whoever types, and moves nothing of the form', async () => {
    const draftId = await open()
    await title.click()
    await userEvent.keyboard('{End}')
    const before = title.element().getBoundingClientRect()
    const text = ' at night, and in every storm'
    const saving = saveAs('ben', draftId, THEIRS)
    for (const [n, letter] of text.split('').entries()) {
      await userEvent.keyboard(letter)
      // From here on it is typed into a conflict.
      if (n !== 8) continue
      await saving
      await expect.element(banner).toBeVisible()
    }
    await expect.element(title).toHaveValue(`The Lighthouse${text}`)
    await expect.element(title).toHaveFocus()
    expect(held().content?.title).toBe(`The Lighthouse${text}`)
    expect(title.element().getBoundingClientRect()).toEqual(before)
    // One conflict, in which one typed on. What is told too often is told later.
    await new Promise((resolve) => setTimeout(resolve, 3_500))
    expect(conflicts()).toHaveLength(1)
  })

  test('with what was saved since is another one, and said again', async () => {
    const draftId = await open()
    await disagree(draftId, MINE, THEIRS)
    await expect.poll(conflicts).toHaveLength(1)
    await saveAs('ben', draftId, { title: 'Lights Off' })
    await expect.poll(conflicts).toHaveLength(2)
  })
})

describe('by keyboard alone', () => {
  test('mine is kept, that is undone, and theirs is taken', async () => {
    const draftId = await open()
    await disagree(draftId, MINE, THEIRS)
    page.getByRole('textbox', { name: 'Synopsis' }).element().focus()
    await userEvent.keyboard('{Tab}{Tab}')
    await expect.element(button('Keep mine')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(banner).toHaveTextContent('Your version was kept.')
    await expect
      .poll(async () => (await readAs('ben', draftId)).content)
      .toMatchObject({
        title: MINE.title,
        logline: THEIRS.logline,
        budget: THEIRS.budget,
      })

    await expect.element(button('Undo')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(banner).toHaveTextContent('1 needs your choice.')
    expect(held().content).toMatchObject({ title: MINE.title })

    await expect.element(button('Review')).toHaveFocus()
    await userEvent.keyboard('{Tab}{Tab}{Enter}')
    await expect.element(banner).toHaveTextContent('Ben’s version was taken.')
    await expect.element(title).toHaveValue(THEIRS.title)
    await expect.poll(async () => (await readAs('ben', draftId)).content.title).toBe(THEIRS.title)
    await expect.element(button('Undo')).toHaveFocus()
  })
})

describe('what was decided', () => {
  const write = vi.fn<(text: string) => Promise<void>>()
  beforeEach(() => {
    write.mockReset().mockResolvedValue()
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(write)
  })

  test('can be undone for ten seconds, and longer by whoever is at it', async () => {
    const draftId = await open()
    await disagree(draftId, MINE, THEIRS)
    await button('Keep mine').click()
    await expect.element(button('Undo')).toHaveFocus()
    await page.getByRole('textbox', { name: 'Title' }).hover()
    await new Promise((resolve) => setTimeout(resolve, 10_500)) // longer than it is offered
    await expect.element(button('Undo')).toBeVisible()
    title.element().focus()
    await expect.element(banner).not.toBeInTheDocument()
  })

  test('goes by itself when nobody is at it', async () => {
    const draftId = await open()
    await disagree(draftId, MINE, THEIRS)
    held().resolveWithRemote()
    await expect.element(button('Undo')).toBeVisible()
    // Whoever decided by a button of the host keeps the focus where it was.
    expect(document.activeElement).toBe(document.body)
    await expect.element(banner).not.toBeInTheDocument()
  })

  test('leaves the other version to be copied, whole', async () => {
    const draftId = await open()
    await disagree(draftId, MINE, THEIRS)
    await button('Keep mine').click()
    await button('Copy Ben’s version').click()
    const copied = write.mock.calls[0]?.[0]
    expect(copied).toContain('Title\nLights Out\n\nLogline\nLetters from the deep.')
    expect(copied).toContain('Genres\nDrama\nMystery')
    await expect.poll(announced).toContain('Copied')
    await button('Undo').click()
    await button('Use Ben’s').click()
    await button('Copy my version').click()
    expect(write.mock.calls[1]?.[0]).toContain(`Title\n${MINE.title}`)
  })

  test('where the browser does not let it be copied, that is said', async () => {
    const draftId = await open()
    await disagree(draftId, MINE, THEIRS)
    await button('Keep mine').click()
    write.mockRejectedValue(new Error('not allowed'))
    await button('Copy Ben’s version').click()
    await expect.element(banner).toHaveTextContent(/did not let it be copied/)
    await expect.poll(announced).toContainEqual(expect.stringMatching(/did not let it be copied/))
  })

  test('cannot be undone any more once it was written on; the other version can still be copied', async () => {
    const draftId = await open()
    await disagree(draftId, MINE, THEIRS)
    await button('Use Ben’s').click()
    await title.fill('Lights Out Again')
    await expect.element(button('Undo')).not.toBeInTheDocument()
    await button('Copy my version').click()
    expect(write.mock.calls[0]?.[0]).toContain(MINE.title)
  })
})

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(['ltr', 'rtl'])('axe finds nothing, and nothing is a live region: %s', async (dir) => {
    document.documentElement.dataset['plTheme'] = theme
    document.documentElement.dir = dir
    document.documentElement.style.cssText = 'color-scheme: light dark; background: Canvas'
    await page.viewport(320, 640)
    const draftId = await open()
    await disagree(draftId, MINE, THEIRS)
    await expect.element(banner).toBeVisible()
    expect(await violations()).toEqual([])
    await button('Keep mine').click()
    await expect.element(button('Undo')).toBeVisible()
    expect(await violations()).toEqual([])
    const live = [...document.querySelectorAll('[aria-live], [role=status], [role=alert]')]
    expect(live.filter((region) => !region.closest('[data-pl-part=announcer]'))).toEqual([])
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
  })
})
