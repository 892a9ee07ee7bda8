import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import axe from 'axe-core'
import { configure, WebSocketProvider, type Configuration } from 'pitchey-live'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest'
import { commands } from 'vitest/browser'
import 'pitchey-live/styles.css'

declare module 'vitest/browser' {
  interface BrowserCommands {
    startBackend: (origin: string) => Promise<string>
    stopBackend: (httpUrl: string) => Promise<void>
    fillNotifications: (httpUrl: string, userId: number, count: number) => Promise<void>
    parkPointer: () => Promise<void>
  }
}

/**
 * Why: components are tested as a host page would use them, with the real engine against a real server, in StrictMode.
 * Only the network between the two may be cut, at `fetch` and by the demo's own switch for sockets.
 */
export type Name = 'ana' | 'ben' | 'cara' | 'service'

const realFetch = window.fetch.bind(window)
const httpUrl = await commands.startBackend(location.origin)
let session: { token: string } | null = null
let unmountAll: (() => void)[] = []
let complaints: string[] = []

/** For engines other than the page's own. Nothing is remembered, so that no test is shown what another one left. */
export const configuration: Configuration = {
  apiUrl: httpUrl,
  getSession: () => Promise.resolve(session),
  remember: false,
}
configure(configuration)

/** Before anything is mounted, the page is that person's. */
export async function signIn(name: Name | null): Promise<void> {
  session = name && { token: await tokenOf(name) }
  // The engine watches this key for news, and then asks `getSession`.
  localStorage.setItem('authToken', crypto.randomUUID())
  window.dispatchEvent(new StorageEvent('storage'))
}

export function mount(
  children: ReactNode,
  client = new QueryClient({ defaultOptions: { queries: { retryDelay: 10 } } }),
) {
  const host = document.createElement('div')
  document.body.append(host)
  const root = createRoot(host)
  const render = (next: ReactNode) =>
    root.render(
      <StrictMode>
        <QueryClientProvider client={client}>
          <WebSocketProvider>{next}</WebSocketProvider>
        </QueryClientProvider>
      </StrictMode>,
    )
  render(children)
  const unmount = () => {
    unmountAll = unmountAll.filter((other) => other !== unmount)
    root.unmount()
    host.remove()
    client.clear()
  }
  unmountAll.push(unmount)
  return { client, host, render, unmount }
}

/** REST of the real server, as that person. */
export async function send(name: Name, method: string, path: string, body: unknown): Promise<unknown> {
  const answer = await realFetch(`${httpUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(name)}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
  return answer.json()
}

const tokens = new Map<Name, Promise<string>>()
export function tokenOf(name: Name): Promise<string> {
  const found = tokens.get(name) ?? logIn(name)
  tokens.set(name, found)
  return found
}
async function logIn(name: Name): Promise<string> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) }
  const answer = await realFetch(`${httpUrl}/api/auth/demo`, init)
  const { token } = (await answer.json()) as { token: string }
  return token
}

export const command = (name: Name, type: string, data: unknown): Promise<unknown> =>
  send(name, 'POST', '/api/messages', { type, data, id: crypto.randomUUID() })

export const notify = (content: object = {}): Promise<unknown> =>
  send('service', 'POST', '/api/notifications', {
    userId: 1,
    kind: 'test',
    level: 'info',
    title: 'A test',
    message: 'Something happened.',
    ...content,
  })

/** That many for a person who never had any; done before anybody looks. */
export const fillNotifications = (userId: number, count: number): Promise<void> =>
  commands.fillNotifications(httpUrl, userId, count)

export const sockets = (on: boolean): Promise<unknown> => send('ana', 'POST', '/api/demo/sockets', { on })

/** What becomes of the page's own requests: `hang` never answers, `refuse` is no network. */
export function rest(mode: 'answer' | 'hang' | 'refuse'): void {
  window.fetch = (input, init) => {
    switch (mode) {
      case 'answer':
        return realFetch(input, init)
      case 'hang':
        return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
      case 'refuse':
        return Promise.reject(new TypeError('Failed to fetch'))
      default:
        return mode satisfies never
    }
  }
}

/** axe's findings in the page, as lines to read. */
export async function violations(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    // Rules about whole pages: a test shows a piece of one.
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
  })
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary} ${node.html}`))
}

beforeEach(async () => {
  complaints = []
  await commands.parkPointer()
  rest('answer')
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...words) => {
      const complaint = `${level}: ${words.join(' ')}`
      // Says that something was measured one frame later, as lists do whose rows come while one scrolls. Nothing is wrong.
      if (!complaint.includes('ResizeObserver loop completed')) complaints.push(complaint)
    })
  }
})

afterEach(async () => {
  for (const unmount of unmountAll) unmount()
  rest('answer')
  await sockets(true)
  document.documentElement.removeAttribute('dir')
  document.documentElement.removeAttribute('data-pl-theme')
  vi.restoreAllMocks()
  if (complaints.length > 0) throw new Error(`The console said: ${complaints.join('\n')}`)
})

afterAll(() => commands.stopBackend(httpUrl))

/** What the console is meant to say in this test. */
export async function expectComplaint(pattern: RegExp): Promise<void> {
  await expect.poll(() => complaints.filter((complaint) => pattern.test(complaint))).not.toEqual([])
  complaints = complaints.filter((complaint) => !pattern.test(complaint))
}
