import { randomBytes } from 'node:crypto'
import { connect as connectTcp, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENTLY } from '../support/patiently.js'
import { person, service, type Person } from '../support/person.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { dig } from '../support/wireClient.js'

let server: TestServer
let staff: Person
beforeAll(async () => {
  server = await startTestServer()
  staff = await service(server)
})
afterAll(() => server.stop())

const order = (userId: number) =>
  staff.send('POST', '/api/notifications', { userId, kind: 'k', level: 'info', title: 't', message: '€'.repeat(2_000) })

/** A client that shakes hands, sends frames and then reads nothing more. */
async function deafClient(token: string, frame: string): Promise<Socket> {
  const peer = connectTcp({ port: server.port, host: '127.0.0.1' })
  await new Promise<void>((resolve) => {
    peer.once('data', () => resolve())
    peer.write(
      `GET /ws?token=${token} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    )
  })
  const text = Buffer.from(frame)
  const head = Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 255, 0, 0, 0, 0])
  peer.write(Buffer.concat([head, text]))
  peer.on('error', () => undefined)
  return peer
}

const openSockets = async (): Promise<number> => {
  const text = await (await fetch(`${server.httpUrl}/metrics`)).text()
  return Number(/^rt_connections (\d+)$/m.exec(text)?.[1])
}

test('a reader that stops reading is given up, and the server goes on', { timeout: 60_000 }, async () => {
  const reader = await person(server, { userId: 901 })
  const topics = [{ topic: 'notifications:me' }, { topic: 'notifications:901' }]
  const padding = ' '.repeat(200)
  const peer = await deafClient(reader.token, JSON.stringify({ type: 'subscribe', data: { topics }, padding }))
  // The answer has come when two subscriptions are known; then not a byte more is read.
  await expect
    .poll(
      async () => (await (await fetch(`${server.httpUrl}/metrics`)).text()).includes('rt_subscriptions 2'),
      PATIENTLY,
    )
    .toBe(true)
  peer.pause()
  expect(await openSockets()).toBe(1)
  // Kernels hold some MiB for a peer that does not read; after that they wait in the server.
  for (let round = 0; round < 60 && (await openSockets()) > 0; round += 1)
    await Promise.all(Array.from({ length: 40 }, () => order(901)))
  await expect.poll(openSockets, PATIENTLY).toBe(0)
  const metrics = await (await fetch(`${server.httpUrl}/metrics`)).text()
  expect(metrics).toContain('rt_dropped_total{reason="slow"} 1')
  peer.destroy()
})

test('one that asks and asks and never reads is given up as well', { timeout: 60_000 }, async () => {
  const asker = await person(server, { userId: 903 })
  const ping = JSON.stringify({ type: 'ping', data: { t: 'x'.repeat(60_000) } })
  const peer = await deafClient(asker.token, ping)
  peer.pause()
  await expect.poll(openSockets, PATIENTLY).toBe(1)
  const text = Buffer.from(ping)
  const frame = Buffer.concat([Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 255, 0, 0, 0, 0]), text])
  for (let count = 0; count < 400 && !peer.destroyed; count += 1) peer.write(frame)
  await expect.poll(openSockets, PATIENTLY).toBe(0)
  peer.destroy()
})

test('a large answer to a healthy reader does not count as slowness', async () => {
  const reader = await person(server, { userId: 902 })
  await Promise.all(Array.from({ length: 150 }, () => order(902)))
  const client = await reader.connect()
  const first = await client.ask('subscribe', { topics: [{ topic: 'notifications:me' }] })
  const epoch = dig(first.data, 'topics', 0, 'epoch')
  const ask = { topic: 'notifications:me', epoch, offset: 0 }
  const answers = client.ask('subscribe', { topics: [ask, ask, ask, ask] })
  await Promise.all(Array.from({ length: 20 }, () => order(902)))
  expect(JSON.stringify((await answers).data).length).toBeGreaterThan(1_000_000)
  await client.next('notification', ({ offset }) => offset === 170)
  await client.close()
})
