import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHttpServer, type HttpServer } from '../../src/server/http/server.js'

const BODY_MS = 600
let server: HttpServer
let port: number
beforeAll(async () => {
  const fetch = (request: Request): Promise<Response> =>
    request.text().then(
      (text) => new Response(`got ${text.length}`),
      () => new Response('broken off', { status: 400 }),
    )
  server = createHttpServer({ fetch }, { bodyMs: BODY_MS, silenceMs: BODY_MS })
  port = await server.listen(0, '127.0.0.1')
})
afterAll(() => server.close())

/** Sends so many bytes of a body, one by one; what came back until the end. */
async function drip(path: string, bytes: number, everyMs: number, announced = bytes): Promise<string> {
  const peer = connect(port, '127.0.0.1')
  let answer = ''
  const ended = new Promise<void>((resolve) => {
    peer.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    peer.on('error', () => resolve()).on('close', () => resolve())
  })
  peer.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${announced}\r\n\r\n`)
  for (let sent = 0; sent < bytes && !peer.destroyed; sent += 1) {
    peer.write('x')
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  await ended
  return answer
}

test('a body that comes in drops is cut, whoever sends it', async () => {
  expect(await drip('/api/messages', 100, 50)).not.toContain('got')
})

test('a file may come in drops for as long as it takes', async () => {
  expect(await drip('/api/uploads/x', 30, 50)).toContain('got 30')
})

test('a file of which nothing comes any more is cut', async () => {
  expect(await drip('/api/uploads/x', 1, 0, 100)).not.toContain('got')
})

test('a body that is in time is read whole, and its connection goes on', async () => {
  for (let n = 0; n < 3; n += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/messages`, { method: 'POST', body: 'hello' })
    expect(await answer.text()).toBe('got 5')
    await new Promise((resolve) => setTimeout(resolve, BODY_MS / 2))
  }
})
