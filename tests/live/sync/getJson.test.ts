import { QueryClient } from '@tanstack/react-query'
import {
  createLive,
  getJson,
  sendJson,
  SignedOutError,
  SnapshotError,
  type SessionRequest,
  type Written,
} from 'pitchey-live/core'
import { afterEach, expect, it, vi } from 'vitest'
import { scriptPage } from '../../support/scriptedPage.js'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A page whose REST takes only the tokens that it is told of. */
function openPage({ accepted, tokens }: { accepted: readonly string[]; tokens: (string | null)[] }) {
  const reasons: SessionRequest['reason'][] = []
  const get = vi.fn<(path: string, token: string) => void>()
  const write = vi.fn<(written: Written, token: string) => void>()
  const live = createLive({
    streams: [],
    backend: {
      socketUrl: () => 'ws://nowhere.invalid/ws',
      getSession: ({ reason }) => {
        reasons.push(reason)
        const token = tokens.shift()
        return Promise.resolve(token ? { token, userKey: 'u' } : null)
      },
      snapshot: () => Promise.reject(new Error('Nobody asks for one')),
      get: (path, { session: { token } }) => {
        get(path, token)
        if (accepted.includes(token)) return Promise.resolve({ path })
        return Promise.reject(new SnapshotError(401, 'unauthorized', 'No'))
      },
      write: (written, { session: { token } }) => {
        write(written, token)
        if (accepted.includes(token)) return Promise.resolve({ done: true })
        return Promise.reject(new SnapshotError(401, 'unauthorized', 'No'))
      },
    },
  })
  const client = new QueryClient()
  const detach = live.attach(client)
  closing.push(() => {
    detach()
    live.dispose()
    client.clear()
  })
  return { client, reasons, get, write }
}

it('asks as whoever is signed in, with a new token once when the first is refused', async () => {
  const { client, reasons, get } = openPage({ accepted: ['new'], tokens: ['old', 'new'] })
  await expect(getJson(client, '/api/report')).resolves.toEqual({ path: '/api/report' })
  expect(reasons).toEqual(['first', 'refused'])
  await getJson(client, '/api/other')
  expect(get.mock.calls).toEqual([
    ['/api/report', 'old'],
    ['/api/report', 'new'],
    ['/api/other', 'new'],
  ])
})

it('writes as whoever is signed in, the same again when the token is refused', async () => {
  const { client, write } = openPage({ accepted: ['new'], tokens: ['old', 'new'] })
  const written = { method: 'PUT', path: '/api/profile', body: { name: 'Ana' } } as const
  await expect(sendJson(client, written)).resolves.toEqual({ done: true })
  expect(write.mock.calls).toEqual([
    [written, 'old'],
    [written, 'new'],
  ])
})

it('gives up when the new token is refused, too', async () => {
  const { client, get } = openPage({ accepted: [], tokens: ['old', 'new', 'newer'] })
  await expect(getJson(client, '/api/report')).rejects.toMatchObject({ status: 401 })
  expect(get).toHaveBeenCalledTimes(2)
})

it('asks nothing for nobody, and says so where there is no engine', async () => {
  const { client, get } = openPage({ accepted: [], tokens: [null] })
  await expect(getJson(client, '/api/report')).rejects.toBeInstanceOf(SignedOutError)
  expect(get).not.toHaveBeenCalled()
  for (const close of closing.splice(0)) close()
  await expect(getJson(new QueryClient(), '/api/report')).rejects.toThrow('No live connection')
})

it('tells nobody what was asked for somebody else, who was signed in until then', async () => {
  let user = 'ana'
  let changed = () => {}
  let answer: (data: unknown) => void = () => undefined
  const page = scriptPage([], {
    getSession: () => Promise.resolve({ token: user, userKey: user }),
    watchSession: (news) => {
      changed = news
      return () => undefined
    },
    get: () => new Promise((resolve) => (answer = resolve)),
  })
  closing.push(page.close)
  const asked = getJson(page.client, '/api/report')
  await new Promise((resolve) => setTimeout(resolve, 1))
  user = 'ben'
  changed()
  await new Promise((resolve) => setTimeout(resolve, 1))
  answer({ secret: 'of ana' })
  await expect(asked).rejects.toThrow('Another user')
})
