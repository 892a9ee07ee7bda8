import { createLive, httpBackend, type Fault } from 'pitchey-live/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import * as streams from '../../../src/protocol/streams/index.js'
import { startFaultProxy, type FaultProxy } from '../../support/faultProxy.js'
import { memoryStore } from '../../support/memoryStore.js'
import { PATIENTLY } from '../../support/patiently.js'
import { startTestServer, type TestServer } from '../../support/testServer.js'

let server: TestServer
let proxy: FaultProxy
const closing: (() => void)[] = []

beforeEach(async () => {
  server = await startTestServer()
  proxy = await startFaultProxy(server.port)
  server.addPitches(101, 220)
})
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  await proxy.close()
  await server.stop()
})

/** A page of Ben's whose every byte goes through the proxy. `refuses`: its sockets get nowhere, REST does. */
async function openPage({ store = memoryStore(() => 1), refuses = false } = {}) {
  let noSocket = refuses
  const token = await server.token()
  const faults: Fault[] = []
  const live = createLive({
    streams: Object.values(streams),
    WebSocket,
    onError: (fault) => faults.push(fault),
    environment: { online: () => true, visible: () => true, watch: () => () => undefined },
    outbox: { store },
    backend: httpBackend({
      apiUrl: () => `http://127.0.0.1:${proxy.port}`,
      wsUrl: () => (noSocket ? 'ws://127.0.0.1:1/ws' : `ws://127.0.0.1:${proxy.port}/ws`),
      getSession: () => Promise.resolve({ token, userKey: '2' }),
    }),
  })
  const release = live.acquire()
  const close = () => {
    release()
    live.dispose()
  }
  closing.push(close)
  const isConnected = async () => {
    await expect.poll(() => live.getStatus().connection.state, PATIENTLY).toBe('connected')
  }
  if (!refuses) await isConnected()
  return { live, faults, close, isConnected, refuse: () => void (noSocket = true) }
}

const viewsOf = async (pitchId: number): Promise<number> => {
  const headers = { authorization: `Bearer ${await server.token()}` }
  const response = await fetch(`${server.httpUrl}/api/snapshots/pitch:${pitchId}`, { headers })
  const { data } = (await response.json()) as { data: { viewCount: number } }
  return data.viewCount
}

it('a reset between the effect and its ack: it is sent again, acked as done before, and done once', async () => {
  const { live, isConnected } = await openPage()
  // The server hears the command; of its ack not a byte comes through.
  proxy.strike(() => ({ do: 'reset', from: 'server', afterBytes: 1 }))
  const { acked } = live.send('pitch_view', { pitchId: 101 })
  await expect(acked).resolves.toMatchObject({ duplicate: true })
  await isConnected()
  await expect.poll(() => viewsOf(101), PATIENTLY).toBe(1)
})

it('no socket gets through: commands are done over REST, refusals told, in order', async () => {
  const { live } = await openPage({ refuses: true })
  const first = live.send('pitch_view', { pitchId: 101 })
  const refused = live.send('pitch_view', { pitchId: 999 })
  const last = live.send('pitch_view', { pitchId: 102 })
  expect(first.queued).toBe(true)
  await expect(first.acked).resolves.toEqual({})
  await expect(refused.acked).rejects.toMatchObject({ code: 'not_found' })
  await expect(last.acked).resolves.toEqual({})
  await expect.poll(() => viewsOf(102), PATIENTLY).toBe(1)
  expect(live.getStatus().connection.state).not.toBe('connected')
})

it('what the socket was cut over goes on over REST under its id, and is done once', async () => {
  const { live, refuse } = await openPage()
  refuse()
  proxy.strike(() => ({ do: 'reset', from: 'server', afterBytes: 1 }))
  const { id, acked } = live.send('pitch_view', { pitchId: 103 })
  await expect(acked).resolves.toMatchObject({ duplicate: true })
  expect(live.getStatus().connection.state).toBe('reconnecting')
  const headers = { authorization: `Bearer ${await server.token()}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ type: 'pitch_view', data: { pitchId: 103 }, id })
  const again = await fetch(`${server.httpUrl}/api/messages`, { method: 'POST', headers, body })
  expect(await again.json()).toMatchObject({ type: 'ack', data: { duplicate: true } })
  await expect.poll(() => viewsOf(103), PATIENTLY).toBe(1)
})

it('a full outbox outlives its page, and the next one delivers it all, each once, never too fast', async () => {
  const store = memoryStore(() => 1)
  const before = await openPage({ store })
  before.live.disconnect()
  for (let pitchId = 101; pitchId < 201; pitchId += 1) before.live.send('pitch_view', { pitchId })
  expect(() => before.live.send('pitch_view', { pitchId: 201 })).toThrow(/100 commands/)
  const waiting = () => [...store.values.keys()].filter((key) => key.startsWith('outbox ')).length
  await expect.poll(waiting, PATIENTLY).toBe(100)
  before.close()

  const { live, faults } = await openPage({ store })
  // Eighty of the minute's places are for what is left from before; a click still goes at once.
  await expect.poll(() => live.getStatus().queue.rateLimited, PATIENTLY).toBe(true)
  await expect(live.send('pitch_view', { pitchId: 210 }).acked).resolves.toEqual({})
  expect(live.getStatus().queue).toMatchObject({ queued: 20, max: 100, rateLimited: true })
  await expect.poll(waiting, PATIENTLY).toBe(20)
  expect(faults).toEqual([])
  await expect.poll(() => viewsOf(180), PATIENTLY).toBe(1)
  expect(await viewsOf(181)).toBe(0)
})
