import type { FormContent } from 'pitchey-live'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTab, type Tab } from '../support/draftTab.js'
import { command, send, signIn, sockets, type Name } from '../support/stage.js'

let drafts = 0
let draftId = ''
let tabs: Tab[] = []
const open = async (who: Name = 'ana', autoSaveInterval = 500): Promise<Tab> => {
  const tab = await openTab(who, draftId, autoSaveInterval)
  tabs.push(tab)
  return tab
}
beforeEach(async () => {
  drafts += 1
  draftId = `tabs_${drafts}`
  localStorage.clear()
  await signIn('ana')
})
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close()
})

const saveAs = (who: Name, content: unknown, baseRevision: number) =>
  command(who, 'draft_sync', { draftId, draftType: 'pitch', content, baseRevision })
const stored = async () =>
  (
    (await send('ana', 'GET', `/api/snapshots/draft:${draftId}`, undefined)) as {
      data: { content: FormContent; revision: number }
    }
  ).data
const content = async () => (await stored()).content
const copies = () => Object.entries(localStorage).filter(([key]) => key.startsWith('pitchey draft'))

test('two tabs of one person, typed in by turns: no conflict, whatever is saved when, and both end with all of it', async () => {
  const [one, two] = [await open(), await open()]
  await Promise.all([one.is('clean'), two.is('clean')])
  let text = ''
  for (let n = 0; n < 24; n += 1) {
    const tab = n % 6 < 3 ? one : two
    // Whoever changes tabs sees first what the other one holds.
    await expect.poll(() => [tab.draft().content?.['title'] ?? '', tab.draft().hasConflict]).toEqual([text, false])
    text = `${text}${n} `
    tab.draft().updateContent({ title: text })
    if (n % 5 === 4) tab.draft().save()
    await new Promise((resolve) => setTimeout(resolve, (n % 4) * 90))
  }
  await Promise.all([one.is('clean'), two.is('clean')])
  expect(await content()).toEqual({ title: text })
  for (const tab of [one, two]) expect(tab.draft().content).toEqual({ title: text })
  await expect.poll(copies).toEqual([])
})

test('a question that is answered in one tab is answered in the other', async () => {
  await saveAs('ana', { title: 'A' }, 0)
  const [one, two] = [await open('ana', 60_000), await open('ana', 60_000)]
  await Promise.all([one.is('clean'), two.is('clean')])
  one.draft().updateContent({ title: 'Mine' })
  await expect.poll(() => two.draft().content).toEqual({ title: 'Mine' })
  await saveAs('ana', { title: 'Theirs' }, 1)
  await Promise.all([one.is('conflict'), two.is('conflict')])
  one.draft().resolveWithRemote()
  await Promise.all([one.is('clean'), two.is('clean')])
  expect([two.draft().content, await content()]).toEqual([{ title: 'Theirs' }, { title: 'Theirs' }])
})

test('what one tab typed and could not save before it was gone, the other one saves', async () => {
  const [one, two] = [await open('ana', 60_000), await open('ana', 500)]
  await Promise.all([one.is('clean'), two.is('clean')])
  await sockets(false)
  one.draft().updateContent({ title: 'Left by the first' })
  await expect.poll(() => two.draft().content).toEqual({ title: 'Left by the first' })
  one.close()
  await sockets(true)
  await expect.poll(content).toEqual({ title: 'Left by the first' })
})

test('a tab that is closed with unsaved text sends it on its way out', async () => {
  const tab = await open('ana', 60_000)
  await tab.is('clean')
  tab.draft().updateContent({ title: 'Last words' })
  tab.close()
  await expect.poll(content).toEqual({ title: 'Last words' })
  expect((await stored()).revision).toBe(1)
})

test('and where it cannot be sent, the next visit uploads it without a question', async () => {
  await saveAs('ana', { title: 'A' }, 0)
  const tab = await open('ana', 60_000)
  await tab.is('clean')
  await sockets(false)
  await tab.is('clean')
  tab.draft().updateContent({ title: 'Closed at once' })
  tab.close()
  expect(copies().join()).toContain('Closed at once')
  await sockets(true)
  const next = await open()
  await expect.poll(content).toEqual({ title: 'Closed at once' })
  await next.is('clean')
  expect(next.draft().hasConflict).toBe(false)
})
