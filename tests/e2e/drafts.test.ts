import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort, openDemo, type Demo, type Visit } from '../support/demo.js'
import { draftPageOf, tabTo, type DraftPage } from '../support/draftPage.js'
import { startFaultProxy, type FaultProxy } from '../support/faultProxy.js'
import { screenOf } from '../support/screen.js'

/** The longest wait between two tries to connect, and then some. */
const RECONNECT = { timeout: 40_000 }

const BEFORE = {
  title: 'Rain',
  logline: 'It rains.',
  genres: ['Drama'],
  budget: 100,
  synopsis: `It rains on the sea. ${'Nobody sees it but the keeper. '.repeat(5)}Then it stops.`,
}

let demo: Demo
let proxy: FaultProxy
let proxyPort: number
/** Who came in this test; they must not write on in the next. */
const contexts: BrowserContext[] = []
beforeAll(async () => {
  proxyPort = await freePort()
  demo = await openDemo({ ALLOWED_ORIGINS: `http://localhost:${proxyPort}` })
})
afterAll(() => demo?.close())
beforeEach(async () => {
  proxy = await startFaultProxy(demo.port, proxyPort)
  await setCollaborators([2])
  await save(BEFORE)
})
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
  await proxy.close()
})

/** REST as Ana. */
async function asAna(method: string, path: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const login = await fetch(`${demo.url}/api/auth/demo`, { method: 'POST', headers, body: '{"name":"ana"}' })
  const { token } = (await login.json()) as { token: string }
  const init = { method, headers: { ...headers, authorization: `Bearer ${token}` }, body: JSON.stringify(body) }
  const answer = await fetch(`${demo.url}${path}`, init)
  expect(answer.status).toBeLessThan(300)
  return answer.json()
}
const setCollaborators = (userIds: readonly number[]) => asAna('PUT', '/api/drafts/pitch_1/collaborators', { userIds })

interface Saved {
  readonly revision: number
  readonly content: Partial<typeof BEFORE>
}
/** What the server has. */
const saved = async () => (await demo.snapshot('ana', 'draft:pitch_1')) as Saved
/** Ana saves elsewhere, over whatever there is. */
async function save(content: typeof BEFORE) {
  const data = { draftId: 'pitch_1', draftType: 'pitch', content, baseRevision: (await saved()).revision }
  await asAna('POST', '/api/messages', { type: 'draft_sync', data, id: crypto.randomUUID() })
}

/** A page of a browser of somebody's own, through a link that can be cut. */
async function openPage(path: string, options: BrowserContextOptions = {}) {
  const person = await demo.arrive(options)
  contexts.push(person.context)
  const link = `http://localhost:${proxyPort}`
  return { context: person.context, link, visit: await person.open(`${link}${path}`) }
}

/** The editor, connected and with what was saved. */
async function come(name: 'ana' | 'ben', options: BrowserContextOptions = {}) {
  const opened = await openPage(`/app?as=${name}&pitch=1&edit`, options)
  const { page } = opened.visit
  await connected(page)
  return { ...draftPageOf(page), ...opened }
}
async function connected(page: Page) {
  await expect.poll(() => screenOf(page).connection.textContent(), RECONNECT).toBe('Connected')
}

async function both() {
  const [ana, ben] = await Promise.all([come('ana'), come('ben')])
  for (const { title } of [ana, ben]) await expect.poll(() => title.inputValue()).toBe(BEFORE.title)
  return { ana, ben, errors: () => [...ana.visit.errors, ...ben.visit.errors] }
}

const shown = async ({ title, logline, budget, synopsis }: DraftPage) => ({
  title: await title.inputValue(),
  logline: await logline.inputValue(),
  budget: Number(await budget.inputValue()),
  synopsis: await synopsis.inputValue(),
})

describe('two people in one draft', () => {
  it('change different fields at once: both have both, and nobody is asked', async () => {
    const { ana, ben, errors } = await both()
    await expect.poll(() => ana.standing()).toContain('Ben is editing this too')
    await expect.poll(() => ben.standing()).toContain('Ana is editing this too')
    await Promise.all([
      ana.title.fill('Snow').then(() => ana.genre('Family').check()),
      ben.budget.fill('250').then(() => ben.genre('Thriller').check()),
    ])
    await expect.poll(async () => (await saved()).content).toMatchObject({ title: 'Snow', budget: 250 })
    for (const one of [ana, ben]) {
      await expect.poll(() => shown(one)).toMatchObject({ title: 'Snow', budget: 250, logline: BEFORE.logline })
      for (const genre of ['Drama', 'Family', 'Thriller'])
        await expect.poll(() => one.genre(genre).isChecked()).toBe(true)
      await expect.poll(() => one.standing()).toMatch(/^Saved/)
      expect(await one.banner.count()).toBe(0)
    }
    expect((await saved()).content.genres?.toSorted()).toEqual(['Drama', 'Family', 'Thriller'])
    expect(errors()).toEqual([])
  })

  /** Ana has saved a title, and Ben has typed another one meanwhile. */
  async function titlesClash() {
    const { ana, ben, errors } = await both()
    await ben.title.fill('Ben’s title')
    await ben.logline.fill('Ben’s logline')
    await save({ ...BEFORE, title: 'Ana’s title', synopsis: `${BEFORE.synopsis} Really.` })
    await ben.banner.waitFor()
    // Nothing was taken from under their hands.
    expect(await ben.logline.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await shown(ben)).toMatchObject({ title: 'Ben’s title', logline: 'Ben’s logline' })
    await expect.poll(() => ben.standing()).toMatch(/^Conflict/)
    return { ana, ben, errors }
  }
  const merged = { logline: 'Ben’s logline', synopsis: `${BEFORE.synopsis} Really.` }

  it.each([
    ['Keep mine', 'Ben’s title'],
    ['Use Ana’s', 'Ana’s title'],
  ])('change the same field: the banner decides it by keyboard alone, with %s', async (button, title) => {
    const { ana, ben, errors } = await titlesClash()
    const { keyboard } = ben.page
    await keyboard.type(' More.')
    await tabTo(ben.page, ben.banner.getByRole('button', { name: button }))
    await keyboard.press('Enter')
    const after = { ...merged, title, logline: 'Ben’s logline More.' }
    for (const one of [ana, ben]) await expect.poll(() => shown(one)).toMatchObject(after)
    await expect.poll(async () => (await saved()).content).toMatchObject(after)
    await expect.poll(() => ben.standing()).toMatch(/^Saved/)
    expect(errors()).toEqual([])
  })

  it('change the same field: taken back, the choice is open again, and both versions are still there', async () => {
    const { ben } = await titlesClash()
    const { keyboard } = ben.page
    await tabTo(ben.page, ben.banner.getByRole('button', { name: 'Use Ana’s' }))
    await keyboard.press('Enter')
    await expect.poll(() => ben.title.inputValue()).toBe('Ana’s title')
    await expect.poll(() => focused(ben.page)).toBe('Undo')
    await keyboard.press('Enter')
    await expect.poll(() => ben.title.inputValue()).toBe('Ben’s title')
    await ben.banner.getByRole('button', { name: 'Use Ana’s' }).waitFor()
  })

  it('change the same field and the same words: the dialog decides each by keyboard alone', async () => {
    const { ana, ben, errors } = await both()
    const { keyboard } = ben.page
    await ben.title.fill('Ben’s title')
    await ben.synopsis.fill(BEFORE.synopsis.replace('Then it stops.', 'Then it snows.'))
    await save({
      ...BEFORE,
      title: 'Ana’s title',
      synopsis: BEFORE.synopsis.replace('It rains on the sea.', 'It pours on the sea.').replace('stops.', 'ends.'),
    })
    await ben.banner.waitFor()
    await tabTo(ben.page, ben.banner.getByRole('button', { name: 'Review' }))
    await keyboard.press('Enter')
    await ben.dialog.waitFor()
    await ben.dialog.getByText('2 of 2 to decide', { exact: true }).waitFor()
    await tabTo(ben.page, ben.dialog.getByRole('radio', { name: 'Mine' }))
    // Nothing is chosen before somebody has chosen.
    expect(await ben.dialog.getByRole('radio', { checked: true }).count()).toBe(0)
    await keyboard.press('Space')
    await keyboard.press('ArrowDown')
    await ben.dialog.getByText('1 of 2 to decide', { exact: true }).waitFor()
    await keyboard.press('Alt+ArrowDown')
    await keyboard.press('Alt+1')
    await ben.dialog.getByText('Everything is decided', { exact: true }).waitFor()
    await keyboard.press('Control+Enter')
    await ben.dialog.waitFor({ state: 'detached' })
    const after = {
      title: 'Ana’s title',
      synopsis: BEFORE.synopsis.replace('It rains on', 'It pours on').replace('stops.', 'snows.'),
    }
    for (const one of [ana, ben]) await expect.poll(() => shown(one)).toMatchObject(after)
    await expect.poll(async () => (await saved()).content).toMatchObject(after)
    expect(errors()).toEqual([])
  })

  it('but one is taken out: he is told, and keeps what he wrote; let in again, it is saved', async () => {
    const { ana, ben } = await both()
    await ana.page.getByRole('button', { name: 'Take Ben out' }).waitFor()
    await ben.synopsis.fill('Ben was here.')
    await ana.page.getByRole('button', { name: 'Take Ben out' }).click()
    await ana.page.getByRole('button', { name: 'Let Ben in' }).waitFor()
    await ben.page.getByText('What you wrote is below, and not on the server.').waitFor()
    expect(await ben.synopsis.inputValue()).toBe('Ben was here.')
    expect((await saved()).content.synopsis).toBe(BEFORE.synopsis)
    expect(await violations(ben.page)).toEqual([])
    await expect.poll(() => ana.standing(), RECONNECT).not.toContain('Ben')

    await ana.page.getByRole('button', { name: 'Let Ben in' }).click()
    await ana.page.getByRole('button', { name: 'Take Ben out' }).waitFor()
    await ben.page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => ana.synopsis.inputValue(), RECONNECT).toBe('Ben was here.')
    expect(ana.visit.errors).toEqual([])
    // The browser itself writes down each refusal.
    expect(ben.visit.errors.filter((error) => !error.includes('403'))).toEqual([])
  })
})

describe('what was written is there', () => {
  it('though the server is killed between the effect of a save and its answer: it is saved once', async () => {
    const ana = await come('ana')
    await expect.poll(() => ana.title.inputValue()).toBe(BEFORE.title)
    const ids = savesOf(ana.visit.page)
    const before = (await saved()).revision
    // The socket of before has told nobody what it sends: a new one does.
    await ana.page.reload()
    await connected(ana.page)
    await expect.poll(() => ana.title.inputValue()).toBe(BEFORE.title)

    await ana.title.fill('Once')
    // From now on the server is heard, and says nothing any more.
    proxy.strike(() => ({ do: 'cut', from: 'server', afterBytes: 1 }))
    proxy.forecast(() => ({ do: 'refuse' }))
    await ana.page.getByRole('button', { name: 'Save now' }).click()
    await expect.poll(saved, RECONNECT).toMatchObject({ revision: before + 1, content: { title: 'Once' } })
    // Nor may the page find out in another way.
    await ana.page.route('**/api/snapshots/**', (route) => route.abort())
    await demo.killServer()
    await demo.startServer()
    const sent = ids.length
    proxy.calm()
    await expect.poll(() => ids.length, RECONNECT).toBeGreaterThan(sent)
    await expect.poll(() => ana.standing(), RECONNECT).toMatch(/^Saved/)
    expect(new Set(ids).size).toBe(1)
    expect(await saved()).toMatchObject({ revision: before + 1, content: { title: 'Once' } })
    await ana.title.fill('Twice')
    await expect.poll(saved).toMatchObject({ revision: before + 2, content: { title: 'Twice' } })
  })

  it('when the tab is closed before it was saved: for the other person, and on the next visit', async () => {
    const { ana, ben } = await both()
    await ana.synopsis.fill('The last words.')
    await ana.page.close({ runBeforeUnload: true })
    await expect.poll(() => ben.synopsis.inputValue()).toBe('The last words.')
    const again = draftPageOf(await ana.context.newPage())
    await again.page.goto(`${ana.link}/app?as=ana&pitch=1&edit`)
    await expect.poll(() => again.synopsis.inputValue()).toBe('The last words.')
    expect(await again.banner.count()).toBe(0)
  })

  it('when it was written offline and the browser was closed: it is uploaded without a question', async () => {
    const ana = await come('ana')
    await expect.poll(() => ana.title.inputValue()).toBe(BEFORE.title)
    proxy.forecast(() => ({ do: 'refuse' }))
    proxy.strike(() => ({ do: 'refuse' }))
    await expect.poll(() => screenOf(ana.page).connection.textContent()).not.toBe('Connected')
    await ana.title.fill('Written in a tunnel')
    await expect.poll(() => ana.standing(), RECONNECT).toBe('Offline, kept on this device')
    // It is written down a moment after the last letter.
    const kept = () => ana.page.evaluate(() => JSON.stringify(Object.entries(localStorage)))
    await expect.poll(kept).toContain('Written in a tunnel')
    const storageState = await ana.context.storageState()
    await ana.context.close()
    expect((await saved()).content.title).toBe(BEFORE.title)

    proxy.calm()
    const later = await come('ana', { storageState })
    await expect.poll(async () => (await saved()).content.title, RECONNECT).toBe('Written in a tunnel')
    expect(await later.title.inputValue()).toBe('Written in a tunnel')
    expect(await later.banner.count()).toBe(0)
    expect(later.visit.errors).toEqual([])
  })
})

it('the history shows who and what, brings a revision back for both, and takes that back', async () => {
  const { ana, ben, errors } = await both()
  await ben.title.fill('Snow')
  await expect.poll(() => ana.title.inputValue()).toBe('Snow')
  await expect.poll(async () => (await ana.history()).slice(0, 2)).toEqual(['Ben', 'Ana'])
  const before = (await saved()).revision

  const older = ana.revision(1)
  await older.getByRole('button', { name: /^Look at revision/ }).click()
  await older.getByText('Title').waitFor()
  expect(await older.locator('del').allTextContents()).toEqual(['Gone since: Rain'])
  expect(await older.locator('ins').allTextContents()).toEqual(['New since: Snow'])
  expect(await violations(ana.page)).toEqual([])
  await older.getByRole('button', { name: /^Restore revision/ }).click()
  await ana.page.getByText(/Revision \d+ is back/).waitFor()
  for (const { title } of [ana, ben]) await expect.poll(() => title.inputValue()).toBe('Rain')
  expect((await saved()).revision).toBe(before + 1)

  await ana.page.getByRole('region', { name: 'History' }).getByRole('button', { name: 'Undo' }).click()
  for (const { title } of [ana, ben]) await expect.poll(() => title.inputValue()).toBe('Snow')
  await expect.poll(async () => (await ana.history()).slice(0, 4)).toEqual(['Ana', 'Ana', 'Ben', 'Ana'])
  expect(errors()).toEqual([])
})

describe('the prepared conflict', () => {
  async function openConflict(options: BrowserContextOptions = {}) {
    const { visit } = await openPage('/conflict', options)
    const side = (name: string) =>
      draftPageOf(visit.page, visit.page.getByRole('region', { name: `${name}’s screen`, exact: true }))
    const [ana, ben] = [side('Ana'), side('Ben')]
    await ben.banner.getByText('2 need your choice').waitFor()
    return { visit, ana, ben }
  }

  it('is there by itself, is decided on one side, and seen on the other; then it starts over', async () => {
    const { visit, ana, ben } = await openConflict()
    const budget = 550_000
    expect(await shown(ben)).toMatchObject({ title: 'Forty Boats', budget })
    expect(await shown(ana)).toMatchObject({ title: 'The Lighthouse Keeper’s Daughter', budget: 400_000 })
    await ben.banner.getByRole('button', { name: 'Review' }).click()
    await ben.dialog.getByRole('radio', { name: 'Mine' }).check()
    await visit.page.keyboard.press('Alt+ArrowDown')
    await visit.page.keyboard.press('Alt+3')
    await ben.dialog.getByRole('button', { name: 'Apply' }).click()
    const synopsis = expect.stringMatching(
      /a story for every boat.*first storm of the winter.*lights the first of forty lanterns.*crackling radio/,
    ) as string
    const logline = expect.stringContaining('the stories her father told') as string
    for (const one of [ana, ben])
      await expect.poll(() => shown(one)).toMatchObject({ title: 'Forty Boats', budget, logline, synopsis })
    for (const genre of ['Drama', 'Family', 'Adventure']) expect(await ana.genre(genre).isChecked()).toBe(true)
    await ben.title.fill('They write on')
    await expect.poll(() => ana.title.inputValue()).toBe('They write on')

    await visit.page.getByRole('button', { name: 'Start over' }).click()
    await ben.banner.getByText('2 need your choice').waitFor()
    expect(await ben.title.inputValue()).toBe('Forty Boats')
    expect(visit.errors).toEqual([])
  })

  it.each([
    ['in the light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
    ['on a phone in the dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
  ] as const)('breaks no rule of accessibility, and nor does an editor: %s', async (_, options) => {
    const { visit, ben } = await openConflict(options)
    await expect.poll(() => overflow(visit)).toBeLessThanOrEqual(0)
    expect(await violations(visit.page)).toEqual([])
    await ben.banner.getByRole('button', { name: 'Review' }).click()
    await ben.dialog.waitFor()
    expect(await violations(visit.page)).toEqual([])
    expect(await ben.dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBeLessThanOrEqual(0)
    await visit.page.keyboard.press('Escape')

    const ana = await come('ana', options)
    await ana.title.fill('')
    await ana.page.getByText('A pitch needs a title.').waitFor()
    await expect.poll(() => overflow(ana.visit)).toBeLessThanOrEqual(0)
    expect(await violations(ana.page)).toEqual([])
    await ana.title.fill('Something else')
    await expect.poll(async () => (await saved()).content.title).toBe('Something else')
    const newest = `Look at revision ${(await saved()).revision}`
    await ana.revision(0).getByRole('button', { name: newest, exact: true }).waitFor()
    await ana.revision(1).getByRole('button', { name: /^Look/ }).click()
    await ana.revision(1).getByText('New since:').waitFor()
    await expect.poll(() => overflow(ana.visit)).toBeLessThanOrEqual(0)
    expect(await violations(ana.page)).toEqual([])
    expect([...visit.errors, ...ana.visit.errors]).toEqual([])
  })
})

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent)

const overflow = ({ page }: Visit) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

/** Each with the element that breaks it. */
async function violations(page: ConstructorParameters<typeof AxeBuilder>[0]['page']): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze()
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

/** The ids of the saves that a page sends, over REST and over the sockets that it opens from now on. */
function savesOf(page: Page): readonly string[] {
  const ids: string[] = []
  const note = (text: string | null) => {
    const { type, id } = JSON.parse(text ?? '{}') as { type?: string; id?: string }
    if (type === 'draft_sync' && id !== undefined) ids.push(id)
  }
  page.on('request', (request) => void (request.url().endsWith('/api/messages') && note(request.postData())))
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => note(String(payload))))
  return ids
}
