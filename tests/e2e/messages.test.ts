import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openDemo, type Demo } from '../support/demo.js'
import { screenOf } from '../support/screen.js'

/** The longest wait between two tries, and then some. */
const PATIENTLY = { timeout: 45_000 }

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

/** A browser of that person's own, in a conversation, connected. Its network to the server can be cut. */
async function come(name: 'ana' | 'ben' | 'cara', conversation: string, options: BrowserContextOptions = {}) {
  const person = await demo.arrive(options)
  const sent: string[] = []
  let isCut = false
  await person.context.routeWebSocket(/\/ws/, (socket) => {
    if (isCut) return void socket.close()
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      const { id, type } = JSON.parse(String(message)) as { id?: string; type: string }
      if (type === 'message_send' && id !== undefined) sent.push(id)
      if (isCut) void socket.close()
      else server.send(message)
    })
    return undefined
  })
  await person.context.route('**/api/messages', (route) => (isCut ? route.abort() : route.continue()))
  const visit = await person.open(`/app?as=${name}&conversation=${conversation}`)
  await expect.poll(() => screenOf(visit.page).connection.textContent(), PATIENTLY).toBe('Connected')
  return { ...talkOn(visit.page), ...visit, sent, context: person.context, cut: (cut: boolean) => void (isCut = cut) }
}

/** What somebody reads and writes in a conversation, found as a screen reader finds it. */
function talkOn(page: Page) {
  const article = page.getByRole('article')
  const log = article.getByRole('region', { name: 'What was said' })
  const field = article.getByRole('textbox', { name: /^Your message to/ })
  return {
    log,
    field,
    /** Each as "You: text" or "Ben: text", oldest first; with "…" before it what is not there yet. */
    said: () =>
      log.getByRole('listitem').evaluateAll((items) =>
        items.map((item) => {
          const [who = '', ...words] = item.querySelector('small')?.textContent?.split(', ') ?? []
          const isPending = words.join().includes('…')
          return `${isPending ? '… ' : ''}${who}: ${item.querySelector('p')?.textContent}`
        }),
      ),
    typing: () => article.locator('.pl-typing [data-pl-part="text"]').allTextContents(),
    spoken: () => page.locator('[data-pl-part=announcer]').textContent(),
    say: async (text: string) => {
      await field.focus()
      await field.pressSequentially(text)
      await field.press('Enter')
    },
  }
}

const tokenOf = async (name: string): Promise<string> => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${demo.url}/api/auth/demo`, { method: 'POST', headers, body: JSON.stringify({ name }) })
  return ((await answer.json()) as { token: string }).token
}

it('two people see each other type, and read what is said; a reload keeps it, and says the day', async () => {
  const [ana, ben] = [await come('ana', 'ana-ben'), await come('ben', 'ana-ben')]
  expect(await ana.page.getByRole('heading', { level: 2, name: 'Ben' }).count()).toBe(1)
  await expect.poll(() => ana.page.locator('.conversation-head').textContent()).toContain('Online')
  await ben.field.pressSequentially('Is the keeper cast')
  await expect.poll(ana.typing).toEqual(['Ben is typing…'])
  await ben.field.pressSequentially('?')
  await ben.field.press('Enter')
  expect(await ben.field.inputValue()).toBe('')
  await expect.poll(ana.said).toEqual(['Ben: Is the keeper cast?'])
  await expect.poll(ana.typing).toEqual([])
  expect(await ana.spoken()).toContain('Ben: Is the keeper cast?')
  await ana.say('Not yet.')
  for (const [one, words] of [
    [ana, ['Ben: Is the keeper cast?', 'You: Not yet.']],
    [ben, ['You: Is the keeper cast?', 'Ana: Not yet.']],
  ] as const)
    await expect.poll(one.said).toEqual(words)
  // Nobody hears what they have said themselves.
  expect(await ana.spoken()).not.toContain('Not yet.')
  await ana.page.reload()
  await expect.poll(ana.said).toEqual(['Ben: Is the keeper cast?', 'You: Not yet.'])
  expect(await ana.log.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['Today'])
  // More than one line, by Shift and Enter.
  await ben.field.focus()
  await ben.page.keyboard.type('One')
  await ben.page.keyboard.press('Shift+Enter')
  await ben.page.keyboard.type('Two')
  await ben.page.keyboard.press('Enter')
  await expect.poll(async () => (await ana.said()).at(-1)).toBe('Ben: One\nTwo')
  // One voice on the page for them: the list is none.
  const regions = await ana.page.locator('main [aria-live], main [role=status], main [role=log]').count()
  expect(regions).toBe(0)
  expect([...ana.errors, ...ben.errors]).toEqual([])
  await Promise.all([ana, ben].map(({ context }) => context.close()))
})

it('three talk together; who takes no part reads and writes nothing, by socket and by REST', async () => {
  const all = [
    await come('ana', 'ana-ben-cara'),
    await come('ben', 'ana-ben-cara'),
    await come('cara', 'ana-ben-cara'),
  ] as const
  const [ana, ben, cara] = all
  await ben.field.pressSequentially('x')
  await cara.field.pressSequentially('y')
  await expect.poll(ana.typing).toEqual(['Ben and Cara are typing…'])
  await ana.say('Both of you?')
  for (const one of [ben, cara]) await expect.poll(one.said).toEqual(['Ana: Both of you?'])
  await Promise.all(all.map(({ context }) => context.close()))

  const page = (await (await demo.arrive()).open('/app?as=cara&conversation=ana-ben')).page
  await page.getByRole('alert').filter({ hasText: 'You take no part in this conversation.' }).waitFor()

  const token = await tokenOf('cara')
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const data = { conversationId: '1-2', text: 'Let me in' }
  for (const topic of ['messages:1-2', 'typing:1-2'])
    expect((await fetch(`${demo.url}/api/snapshots/${topic}`, { headers })).status, topic).toBe(403)
  const body = JSON.stringify({ type: 'message_send', data, id: 'm1' })
  expect((await fetch(`${demo.url}/api/messages`, { method: 'POST', headers, body })).status).toBe(403)

  const socket = new WebSocket(`${demo.url.replace('http', 'ws')}/ws?token=${token}`)
  const answers = new Map<string, unknown>()
  socket.on('message', (frame: Buffer) => {
    const { id, data } = JSON.parse(frame.toString()) as { id?: string; data: unknown }
    if (id !== undefined) answers.set(id, data)
  })
  await new Promise((opened) => socket.once('open', opened))
  const ask = (id: string, type: string, data: object) => socket.send(JSON.stringify({ id, type, data }))
  ask('s1', 'subscribe', { topics: [{ topic: 'messages:1-2' }, { topic: 'typing:1-2' }, { topic: 'messages:1-3' }] })
  ask('m2', 'message_send', data)
  ask('t1', 'typing', { conversationId: '1-2', isTyping: true })
  await expect.poll(() => answers.size).toBe(3)
  const forbidden = expect.objectContaining({ code: 'forbidden' })
  expect(answers.get('s1')).toMatchObject({
    topics: [{ error: forbidden }, { error: forbidden }, { topic: 'messages:1-3', offset: 0 }],
  })
  expect([answers.get('m2'), answers.get('t1')]).toEqual([forbidden, forbidden])
  socket.close()
  expect(JSON.stringify(await demo.snapshot('ana', 'messages:1-2'))).not.toContain('Let me in')
})

it('what is written offline waits and says so, is sent once, in order, and what others said meanwhile is caught up with', async () => {
  const [ana, cara] = [await come('ana', 'ana-cara'), await come('cara', 'ana-cara')]
  await ana.say('Before')
  await expect.poll(cara.said).toEqual(['Ana: Before'])
  ana.cut(true)
  await ana.context.setOffline(true)
  await expect.poll(() => screenOf(ana.page).connection.textContent(), PATIENTLY).not.toBe('Connected')
  await ana.say('First')
  await ana.say('Second')
  await expect.poll(ana.said).toEqual(['You: Before', '… You: First', '… You: Second'])
  expect(await ana.log.getByText('waiting to be sent').count()).toBe(2)
  await cara.say('Are you there?')
  ana.cut(false)
  await ana.context.setOffline(false)
  const words = ['You: Before', 'Cara: Are you there?', 'You: First', 'You: Second']
  await expect.poll(ana.said, PATIENTLY).toEqual(words)
  await expect.poll(cara.said).toEqual(['Ana: Before', 'You: Are you there?', 'Ana: First', 'Ana: Second'])
  const { items } = (await demo.snapshot('ana', 'messages:1-3')) as { items: { text: string }[] }
  expect(items.map(({ text }) => text)).toEqual(['Before', 'Are you there?', 'First', 'Second'])
  expect(new Set(ana.sent).size).toBe(ana.sent.length)
  await Promise.all([ana, cara].map(({ context }) => context.close()))
})

it('a text that is refused is kept, with the reason: it is tried again or given up, also after a look elsewhere', async () => {
  const [ben] = [await come('ben', 'ben-cara')]
  await ben.say('Again?')
  await expect.poll(ben.said).toEqual(['You: Again?'])
  await ben.say('Again?')
  const kept = ben.page.getByRole('list', { name: 'Not sent' })
  await expect.poll(() => kept.locator('small').allTextContents()).toEqual(['You, not sent: You have just said so'])
  await expect.poll(ben.spoken).toContain('“Again?” was not sent: You have just said so')
  expect(await ben.said()).toEqual(['You: Again?'])
  await ben.page.getByRole('link', { name: 'All messages' }).click()
  await ben.page.getByRole('heading', { level: 2, name: 'Messages' }).waitFor()
  await ben.page.getByRole('article').getByRole('link', { name: /^Cara/ }).click()
  await kept.getByText('Again?', { exact: true }).waitFor()
  // Something else in between, and the same words are no mistake any more.
  await ben.say('Hello?')
  await expect.poll(ben.said).toEqual(['You: Again?', 'You: Hello?'])
  await kept.getByRole('button', { name: 'Try again' }).press('Enter')
  await expect.poll(ben.said).toEqual(['You: Again?', 'You: Hello?', 'You: Again?'])
  expect(await kept.count()).toBe(0)
  expect(await ben.field.evaluate((field) => field === document.activeElement)).toBe(true)
  await ben.say('Again?')
  await kept.getByRole('button', { name: 'Discard' }).press('Enter')
  await expect.poll(() => kept.count()).toBe(0)
  expect(await ben.said()).toHaveLength(3)
  await ben.context.close()
})

it('new messages keep the log at its end for whoever is there, and move nothing for whoever reads above', async () => {
  const [ana, ben] = [await come('ana', 'ana-ben'), await come('ben', 'ana-ben')]
  const before = (await ana.said()).length
  for (let n = 1; n <= 25; n += 1) await ben.say(`Line ${n}`)
  await expect.poll(async () => (await ana.said()).length).toBe(before + 25)
  const fromEnd = () => ana.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight)
  await expect.poll(fromEnd).toBeLessThan(2)
  await ana.log.evaluate((log) => log.scrollTo(0, 40))
  const place = () => ana.log.getByText('Line 1', { exact: true }).evaluate((line) => line.getBoundingClientRect().top)
  const top = await place()
  await ben.say('Above you')
  await ben.say('And again')
  const button = ana.page.getByRole('button', { name: '2 new messages' })
  await button.waitFor()
  expect(await place()).toBe(top)
  await button.press('Enter')
  await expect.poll(fromEnd).toBeLessThan(2)
  expect(await ana.log.evaluate((log) => log === document.activeElement)).toBe(true)
  expect(await button.count()).toBe(0)
  // What one says oneself is looked at, wherever one was.
  await ana.log.evaluate((log) => log.scrollTo(0, 0))
  await ana.say('My own')
  await expect.poll(fromEnd).toBeLessThan(2)
  await Promise.all([ana, ben].map(({ context }) => context.close()))
})

const looks = [
  ['on a desktop', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  ['on a phone in the dark', { viewport: { width: 320, height: 640 }, isMobile: true, colorScheme: 'dark' }],
] as const

it.each(looks)('no rule of accessibility is broken, and all is reached by the keyboard: %s', async (_, options) => {
  const ana = await come('ana', 'all', options)
  const { page } = ana
  await page.getByRole('article').getByRole('link', { name: 'Ben and Cara' }).waitFor()
  const violations = async () => {
    const found = await new AxeBuilder({ page }).analyze()
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  }
  const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(await violations()).toEqual([])
  expect(await isTooWide()).toBe(false)
  // From the page's heading, which has the focus, to the first conversation.
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
  expect(await focused()).toBe('Messages')
  await page.keyboard.press('Tab')
  expect(await focused()).toContain('Ben')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: 'Ben' }).waitFor()
  expect(await focused()).toBe('Ben')
  for (const stop of ['What was said', '', 'Send']) {
    await page.keyboard.press('Tab')
    expect(await focused()).toBe(stop)
    if (stop !== '') continue
    await page.keyboard.type('By keyboard')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await ana.said()).at(-1)).toBe('You: By keyboard')
    await page.keyboard.type('By keyboard')
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Not sent' }).waitFor()
    expect(await violations()).toEqual([])
    expect(await isTooWide()).toBe(false)
  }
  await ana.context.close()
})

it('the list of people online leads to what one writes to each, and an address without a name asks whose screen it is', async () => {
  const [ana, ben] = [await come('ana', 'all'), await come('ben', 'all')]
  await ana.page
    .getByRole('list', { name: /^Online users/ })
    .getByRole('link', { name: 'Ben' })
    .click()
  await ana.page.getByRole('heading', { level: 2, name: 'Ben' }).waitFor()
  await ana.page.getByRole('navigation', { name: 'Ana’s pages' }).getByRole('link', { name: 'Pitches' }).click()
  await ana.page.getByRole('heading', { level: 2, name: 'Pitches' }).waitFor()
  await ben.page.goto('/conversations/ben-cara')
  await ben.page.getByRole('main').getByRole('link', { name: /Ben/ }).click()
  await ben.page.getByRole('heading', { level: 2, name: 'Cara' }).waitFor()
  expect(await ben.page.title()).toBe('Cara · Ben · Pitchey Live')
  await Promise.all([ana, ben].map(({ context }) => context.close()))
})
