import type { BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDemo, type Demo } from '../support/demo.js'
import { screenOf, type Screen } from '../support/screen.js'

/** The longest wait between two tries, and then some. */
const PATIENTLY = { timeout: 45_000 }

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
})
afterAll(() => demo?.close())

/** A browser whose network to the server may be cut, while pages still load; it notes the ids of commands that pass. */
async function arrive() {
  const person = await demo.arrive()
  const sent: string[] = []
  let isCut = false
  const open = async (path: string) => {
    const visit = await person.open(path)
    return { ...visit, screen: screenOf(visit.page) }
  }
  const prepare = async (context: BrowserContext) => {
    await context.routeWebSocket(/\/ws/, (socket) => {
      if (isCut) return void socket.close()
      const server = socket.connectToServer()
      socket.onMessage((message) => {
        const { id, type } = JSON.parse(String(message)) as { id?: string; type: string }
        if (id !== undefined && !['subscribe', 'unsubscribe', 'auth'].includes(type)) sent.push(id)
        if (isCut) void socket.close()
        else server.send(message)
      })
      return undefined
    })
    await context.route('**/api/messages', (route) => route.abort())
  }
  await prepare(person.context)
  return { open, sent, cut: (cut: boolean) => void (isCut = cut) }
}

/** Says one after the other, with the keyboard. */
async function sayAll({ commentField }: Screen, texts: readonly string[]) {
  for (const text of texts) {
    await commentField.fill(text)
    await commentField.press('Enter')
  }
}

const numbered = (who: string, count: number) => Array.from({ length: count }, (_, n) => `${who} ${n + 1}`)
const saidOn = async (pitchId: number) => {
  const { items } = (await demo.snapshot('ana', `comments:${pitchId}`)) as { items: { text: string }[] }
  return items.map(({ text }) => text)
}

/** How many commands the browser keeps, whoever made them. */
const keptIn = (page: Page) =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('refused'))
      })
    let kept = 0
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ''))
      for (const store of database.objectStoreNames) {
        const keys = await done(database.transaction(store).objectStore(store).getAllKeys())
        kept += keys.map(String).filter((key) => /,outbox /.test(key)).length
      }
      database.close()
    }
    return kept
  })

it('a page with a full outbox is reloaded: what waits still shows, and all of it is delivered, in order, each once', async () => {
  const { open, sent, cut } = await arrive()
  const { page, screen } = await open('/app?as=ana&pitch=3')
  await expect.poll(() => screen.connection.textContent()).toBe('Connected')
  cut(true)
  const texts = numbered('Comment', 40)
  await page.reload()
  await sayAll(screen, texts)
  await page.getByText(/4\d of 100 waiting to be sent/).waitFor()
  await page.reload()
  await page.getByText(/4\d of 100 waiting to be sent/).waitFor()
  cut(false)
  await expect.poll(() => saidOn(3), PATIENTLY).toEqual(texts.toReversed())
  await expect.poll(() => page.getByText(/of 100 waiting/).count()).toBe(0)
  expect(new Set(sent).size).toBe(sent.length)
})

it('two tabs deliver what a third has left: in order, no command twice, none lost', async () => {
  const { open, sent, cut } = await arrive()
  const first = await open('/app?as=ana&pitch=1')
  await expect.poll(() => first.screen.connection.textContent()).toBe('Connected')
  cut(true)
  await first.page.reload()
  const third = await open('/app?as=ana&pitch=1')
  const second = await open('/app?as=ana&pitch=1')
  const tabs = [first, second, third]
  for (const [n, { page, screen }] of tabs.entries()) {
    await sayAll(screen, numbered(`Tab ${n + 1}, comment`, 15))
    await expect.poll(() => keptIn(page), PATIENTLY).toBeGreaterThanOrEqual(15 * (n + 1))
  }
  await third.page.close()
  cut(false)
  const all = [1, 2, 3].flatMap((n) => numbered(`Tab ${n}, comment`, 15))
  await expect.poll(() => saidOn(1), PATIENTLY).toEqual(all.toReversed())
  for (const { page } of [first, second]) {
    await expect.poll(() => page.getByText(/of 100 waiting/).count(), PATIENTLY).toBe(0)
    await expect.poll(() => keptIn(page), PATIENTLY).toBe(0)
  }
  expect(new Set(sent).size).toBe(sent.length)
})
