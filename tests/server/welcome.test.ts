import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { manualClock } from '../support/manualClock.js'
import { SECRET, startTestServer, type TestServer } from '../support/testServer.js'
import { connect, dig, open, type WireClient } from '../support/wireClient.js'

let server: TestServer
const clock = manualClock(Date.now())
beforeAll(async () => {
  server = await startTestServer({ ALLOWED_ORIGINS: 'https://app.example.com,http://localhost:5173' }, clock)
})
afterAll(() => server.stop())

const key = new TextEncoder().encode(SECRET)
const inAnHour = () => Math.floor(clock.now() / 1000) + 3600
const url = (token: string) => `${server.wsUrl}?token=${encodeURIComponent(token)}`

/** Lets time pass for a client that is alive: a minute at once would look like silence. */
async function pass(ms: number, client: WireClient): Promise<void> {
  for (let left = ms; left > 0; left -= 20_000) {
    clock.advance(Math.min(left, 20_000))
    await client.ask('ping', { t: left })
  }
}

/** Opens and waits for the end; whatever came before it is in `messages`. */
async function refused(address: string) {
  const client = open(address)
  return { ...(await client.closed()), messages: client.messages }
}

test('a good token is welcomed with who one is and what one may do', async () => {
  const token = await server.token({ userId: 2, username: 'Ben', role: 'investor' })
  const client = open(url(token))
  const { data } = await client.next('welcome')
  expect(client.messages[0]?.type).toBe('welcome')
  expect(data).toMatchObject({
    user: { userId: 2, username: 'Ben', role: 'investor' },
    protocol: 1,
    heartbeatMs: 25_000,
    limits: { messagesPerMinute: 120, maxMessageBytes: 262_144, maxTopics: 100 },
    degraded: [],
  })
  expect(Date.parse(String(dig(data, 'tokenExpiresAt')))).toBeGreaterThan(clock.now())
  await client.close()
})

const refusedTokens: readonly (readonly [string, () => Promise<string>])[] = [
  ['no token', () => Promise.resolve('')],
  ['rubbish', () => Promise.resolve('rubbish')],
  ['three rubbish parts', () => Promise.resolve('a.b.c')],
  ['an expired token', () => server.token({}, -1000)],
  [
    'another secret',
    () =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject('2')
        .setExpirationTime(inAnHour())
        .sign(new TextEncoder().encode('x'.repeat(40))),
  ],
  [
    'alg none',
    () =>
      Promise.resolve(
        `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ sub: '2', exp: inAnHour() }))}.`.replaceAll('=', ''),
      ),
  ],
  [
    'another algorithm',
    () => new SignJWT({}).setProtectedHeader({ alg: 'HS512' }).setSubject('2').setExpirationTime(inAnHour()).sign(key),
  ],
  ['no sub', () => new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(inAnHour()).sign(key)],
  ['no exp', () => new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject('2').sign(key)],
  ...['abc', '0', '-1', '1.5', '2 ', '99999999999999999999'].map(
    (sub) =>
      [
        `sub "${sub}"`,
        () =>
          new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setSubject(sub).setExpirationTime(inAnHour()).sign(key),
      ] as const,
  ),
]
test.each(refusedTokens)('%s is accepted and closed with 4401, without a message before', async (_, makeToken) => {
  const end = await refused(url(await makeToken()))
  expect(end.code).toBe(4401)
  expect(end.messages).toEqual([])
})

test('a token good for a thousand years neither ends the socket nor crashes the server', async () => {
  const token = await new SignJWT({ name: 'Me\u0000thuselah\ud800' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('7')
    .setExpirationTime(1e14)
    .sign(key)
  const client = open(url(token))
  expect(dig((await client.next('welcome')).data, 'user', 'username')).toBe('Methuselah')
  expect((await client.ask('ping', { t: 1 })).type).toBe('pong')
  await client.close()
})

test.each([
  ['https://app.example.com', 101],
  ['http://localhost:5173', 101],
  [undefined, 101],
  ['null', 403],
  ['https://app.example.com.evil.io', 403],
  ['https://evil.io', 403],
  ['http://app.example.com', 403],
  ['https://app.example.com:8443', 403],
  ['', 403],
])('origin %j gets HTTP %i', async (origin, status) => {
  const client = open(url(await server.token()), origin === undefined ? {} : { headers: { Origin: origin } })
  const answer = await new Promise((resolve) => {
    client.socket.once('open', () => resolve(101))
    client.socket.once('unexpected-response', (_, response) => resolve(response.statusCode))
  })
  expect(answer).toBe(status)
  client.socket.terminate()
})

test('other paths are no socket', async () => {
  const client = open(server.wsUrl.replace('/ws', '/other'))
  await expect(
    new Promise((resolve) => client.socket.once('unexpected-response', (_, r) => resolve(r.statusCode))),
  ).resolves.toBe(404)
})

test('a ticket opens one socket, which lives as long as the token it stands for', async () => {
  const bearer = await server.token({}, 600_000)
  const issued: unknown = await (
    await fetch(`${server.httpUrl}/api/auth/ticket`, { method: 'POST', headers: { Authorization: `Bearer ${bearer}` } })
  ).json()
  const ticket = String(dig(issued, 'token'))
  expect(Date.parse(String(dig(issued, 'tokenExpiresAt'))) - clock.now()).toBeLessThanOrEqual(60_000)
  const client = await connect(url(ticket))
  expect(dig(client.messages[0]?.data, 'user', 'userId')).toBe(2)
  expect(Date.parse(String(dig(client.messages[0]?.data, 'tokenExpiresAt'))) - clock.now()).toBeGreaterThan(590_000)
  expect((await refused(url(ticket))).code).toBe(4401)
  const asBearer = await fetch(`${server.httpUrl}/api/snapshots/pitch:1`, {
    headers: { Authorization: `Bearer ${ticket}` },
  })
  expect(asBearer.status).toBe(401)
  await client.close()
})

test('a ticket that waited for more than a minute is void', async () => {
  const issued: unknown = await (
    await fetch(`${server.httpUrl}/api/auth/ticket`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await server.token()}` },
    })
  ).json()
  clock.advance(60_000)
  expect((await refused(url(String(dig(issued, 'token'))))).code).toBe(4401)
})

test('an expiring token is announced a minute before and closes the socket at its end', async () => {
  const client = await connect(url(await server.token({}, 300_000)))
  await pass(239_000, client)
  expect(client.messages.some(({ type }) => type === 'auth_expiring')).toBe(false)
  clock.advance(2_000)
  expect(dig((await client.next('auth_expiring')).data, 'tokenExpiresAt')).toBe(
    dig(client.messages[0]?.data, 'tokenExpiresAt'),
  )
  await pass(57_000, client)
  clock.advance(3_000)
  expect((await client.closed()).code).toBe(4401)
})

test('a fresh token on the open socket prolongs it; a bad one changes nothing', async () => {
  const client = await connect(url(await server.token({}, 100_000)))
  const bad = await client.ask('auth', { token: 'rubbish' })
  expect(bad).toMatchObject({ type: 'error', data: { code: 'unauthorized', retryable: false } })
  const good = await client.ask('auth', { token: await server.token({}, 500_000) })
  expect(good.type).toBe('ack')
  expect(Date.parse(String(dig(good.data, 'result', 'tokenExpiresAt'))) - clock.now()).toBeGreaterThan(498_000)
  await pass(110_000, client)
  await client.close()
})

test('a token of somebody else on the open socket ends it with 4401', async () => {
  const client = await connect(url(await server.token({ userId: 2 })))
  client.send({ type: 'auth', data: { token: await server.token({ userId: 3 }) } })
  expect((await client.closed()).code).toBe(4401)
})

test('the 21st socket of a user closes the oldest with 4409', async () => {
  const token = await server.token({ userId: 50 })
  const clients = []
  for (let count = 0; count < 20; count += 1) clients.push(await connect(url(token)))
  expect((await clients[0]?.ask('ping', { t: 1 }))?.type).toBe('pong')
  const last = await connect(url(token))
  expect((await clients[0]?.closed())?.code).toBe(4409)
  expect((await clients[1]?.ask('ping', { t: 1 }))?.type).toBe('pong')
  await Promise.all([...clients.slice(1), last].map((client) => client.close()))
})

test('a peer that answers no ping is given up after twice the heartbeat', async () => {
  const token = await server.token()
  const silent = await connect(url(token), { autoPong: false })
  const lively = await connect(url(token))
  for (let beat = 0; beat < 2; beat += 1) {
    const answered = new Promise((resolve) => lively.socket.once('ping', resolve))
    clock.advance(25_000)
    await answered
    // Its pong has arrived when the answer to what was sent after it has.
    await lively.ask('ping', { t: beat })
  }
  expect((await silent.closed()).code).toBe(1006)
  expect((await lively.ask('ping', { t: 9 })).type).toBe('pong')
  await lively.close()
})

test('public keys are fetched from the JWKS address, and HS256 with a public key as secret is refused', async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }
  const provider = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })))
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const address = provider.address()
  const port = typeof address === 'object' ? address?.port : 0
  const guarded = await startTestServer({
    JWT_SECRET: '',
    DEMO: '0',
    JWT_JWKS_URL: `http://127.0.0.1:${port}/keys`,
    JWT_ISSUER: 'https://login.example.com',
    JWT_AUDIENCE: 'pitchey',
  })
  const claim = (audience: string) =>
    new SignJWT({ name: 'Rosa' })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setSubject('12')
      .setIssuer('https://login.example.com')
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign(privateKey)
  const client = open(`${guarded.wsUrl}?token=${await claim('pitchey')}`)
  expect(dig((await client.next('welcome')).data, 'user', 'userId')).toBe(12)
  await client.close()
  expect((await refused(`${guarded.wsUrl}?token=${await claim('another')}`)).code).toBe(4401)
  const forged = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .setSubject('12')
    .setIssuer('https://login.example.com')
    .setAudience('pitchey')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(JSON.stringify(jwk)))
  expect((await refused(`${guarded.wsUrl}?token=${forged}`)).code).toBe(4401)
  await guarded.stop()
  provider.close()
})

test('who is being let in while everybody is told to go, is not', async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }
  let answer: () => void = () => undefined
  const asked = new Promise<void>((resolve) => {
    answer = resolve
  })
  let release: () => void = () => undefined
  const provider = createServer((_, response) => {
    release = () => void response.end(JSON.stringify({ keys: [jwk] }))
    answer()
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  const address = provider.address()
  const port = typeof address === 'object' ? address?.port : 0
  const slow = await startTestServer({ JWT_SECRET: '', DEMO: '0', JWT_JWKS_URL: `http://127.0.0.1:${port}/keys` })
  const token = await new SignJWT({ name: 'Rosa' })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setSubject('12')
    .setExpirationTime('1h')
    .sign(privateKey)
  const client = open(`${slow.wsUrl}?token=${token}`)
  await asked
  const stopped = slow.stop()
  release()
  expect((await client.closed()).code).toBe(1006)
  expect(client.messages).toEqual([])
  await stopped
  provider.close()
})
