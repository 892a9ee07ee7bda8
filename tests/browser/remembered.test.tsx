import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createPitchey, LiveViewCounter, pitchViews, WebSocketProvider, type Configuration } from 'pitchey-live'
import { createBrowserStore } from 'pitchey-live/core'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { command, configuration, expectComplaint, mount, rest, signIn, sockets } from '../support/stage.js'

const WRITTEN = { timeout: 10_000 }

let leave = () => {}
/** Snapshots that the page asked for. */
let asked: string[] = []
beforeEach(async () => {
  asked = []
  await signIn('ben')
})
afterEach(() => leave())

function Views({ pitchId }: { pitchId: number }) {
  const { data } = useQuery(pitchViews(pitchId))
  return <output>{data?.viewCount}</output>
}

/** A page that has just been loaded: an engine and a cache of its own. What it finds is on the disk. */
function load(pitchId: number, store = createBrowserStore(crypto.randomUUID()), more: Configuration = configuration) {
  const live = createPitchey({ ...more, remember: { store } })
  const client = new QueryClient()
  const host = document.body.appendChild(document.createElement('div'))
  const root = createRoot(host)
  const fetch = window.fetch.bind(window)
  window.fetch = (input, init) => {
    const { url } = new Request(input, init)
    if (url.includes('/api/snapshots')) asked.push(url)
    return fetch(input, init)
  }
  root.render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <WebSocketProvider live={live}>
          <Views pitchId={pitchId} />
          <LiveViewCounter pitchId={pitchId} trackView={false} />
        </WebSocketProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
  leave = () => {
    root.unmount()
    host.remove()
    live.dispose()
    client.clear()
    window.fetch = fetch
    leave = () => {}
  }
  const records = async () => (await store.keys()).filter((key) => key !== 'index')
  return {
    store,
    records,
    /** `null` until something is shown. */
    views: () => Number(host.querySelector('output')?.textContent) || null,
    state: () => host.querySelector('[data-state]')?.getAttribute('data-state'),
    isConnected: () => live.getStatus().connection.state === 'connected',
    kept: async () => {
      await expect.poll(records, WRITTEN).toHaveLength(1)
    },
  }
}

test('a reload shows the last data at once, catches up with what it missed, and asks REST for nothing', async () => {
  const first = load(4)
  await expect.poll(first.views).toBeGreaterThan(0)
  await first.kept()
  const before = first.views() ?? 0
  leave()

  await command('ana', 'pitch_view', { pitchId: 4 })
  asked = []
  const second = load(4, first.store)
  await expect.poll(second.views, { interval: 1 }).not.toBeNull()
  expect(second.views()).toBe(before)
  await expect.poll(second.views).toBe(before + 1)
  await expect.poll(second.state).toBe('live')
  expect(asked).toEqual([])
})

test('without a network, the last data is shown, and said to be offline', async () => {
  const first = load(2)
  await expect.poll(first.views).toBeGreaterThan(0)
  await first.kept()
  const before = first.views()
  leave()

  await sockets(false)
  rest('refuse')
  const second = load(2, first.store)
  await expect.poll(second.views).toBe(before)
  await expect.poll(second.state).toBe('offline')
  expect(second.isConnected()).toBe(false)
})

test('another user is shown nothing of it', async () => {
  const first = load(1)
  await expect.poll(first.views).toBeGreaterThan(0)
  await first.kept()
  leave()

  await signIn('ana')
  asked = []
  rest('hang')
  const second = load(1, first.store)
  await expect.poll(() => asked).not.toEqual([])
  await expect.poll(second.isConnected).toBe(true)
  expect(second.views()).toBeNull()
})

test('who signs out leaves nothing behind', async () => {
  const first = load(1)
  await expect.poll(first.views).toBeGreaterThan(0)
  await first.kept()
  await signIn(null)
  await expect.poll(first.records).toEqual([])
})

test.each([
  ['closed', IDBDatabase.prototype, 'transaction', 'InvalidStateError'],
  ['full', IDBObjectStore.prototype, 'put', 'QuotaExceededError'],
] as const)('a store that is %s changes nothing but what is kept, and is said once', async (_, on, method, name) => {
  vi.spyOn(on as unknown as Record<string, () => void>, method).mockImplementation(() => {
    throw new DOMException('No', name)
  })
  const page = load(5)
  await expect.poll(page.views).toBeGreaterThan(0)
  await expect.poll(page.isConnected).toBe(true)
  await expectComplaint(/storage_failed/)
  if (method === 'transaction') await expectComplaint(/commands_unkept/)
  const before = page.views() ?? 0
  await command(name === 'QuotaExceededError' ? 'ana' : 'ben', 'pitch_view', { pitchId: 5 })
  // The stage fails the test if anything else is said.
  await expect.poll(page.views).toBe(before + 1)
})

test('with the token in localStorage, whoever signs in leaves nothing of others there', async () => {
  const { apiUrl = '' } = configuration
  const keepToken = async (name: string) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) }
    const { token } = (await (await fetch(`${apiUrl}/api/auth/demo`, init)).json()) as { token: string }
    localStorage.setItem('authToken', token)
  }
  await keepToken('ben')
  const first = load(1, undefined, { apiUrl })
  await first.kept()
  const bens = await first.records()
  leave()

  await keepToken('ana')
  const second = load(1, first.store, { apiUrl })
  await expect.poll(second.views).toBeGreaterThan(0)
  await second.kept()
  expect(await second.records()).not.toEqual(bens)
})

test('where nothing is to be remembered any more, nothing of before is left', async () => {
  const store = createBrowserStore('records')
  await store.set('of an earlier visit', {})
  // The page's own engine, which the stage has told to remember nothing.
  mount(<Views pitchId={1} />)
  await expect.poll(store.keys).toEqual([])
})
