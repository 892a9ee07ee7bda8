/** Whose connection it is, and until when. */
import type { Session } from 'pitchey-live/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { playPage, type PlayedPage } from '../../support/playedPage.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
let page: PlayedPage

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  page.close()
  vi.useRealTimers()
})

const open = async (...play: Parameters<typeof playPage>) => {
  page = playPage(...play)
  await page.settle()
}
const ana = (token: string, expiresAt?: number): Session => ({
  token,
  userKey: 'ana',
  ...(expiresAt === undefined ? {} : { expiresAt }),
})
const authed = () => page.sent('auth').map(({ data }) => data['token'])

describe('a token that is about to end', () => {
  it('is renewed on the open socket, unasked, when the welcome says when it ends', async () => {
    await open()
    page.provide(ana('second'))
    await page.settle(HOUR - 7 * MINUTE)
    expect(authed()).toEqual([])
    await page.settle(2 * MINUTE)
    expect(authed()).toEqual(['second'])
    expect(page.asked).toEqual(['first', 'expiring'])
    page.provide(ana('third'))
    await page.settle(HOUR)
    expect(authed()).toEqual(['second', 'third'])
    expect(page.dials()).toBe(1)
  })

  it('is renewed at the right time by the server’s clock, whatever ours shows', async () => {
    page = playPage()
    page.server.skewMs = 5 * HOUR
    await page.settle()
    page.provide(ana('second'))
    await page.settle(HOUR - 7 * MINUTE)
    expect(authed()).toEqual([])
    await page.settle(2 * MINUTE)
    expect(authed()).toEqual(['second'])
  })

  it('is renewed when only the token itself tells, and the server says nothing', async () => {
    let session = ana('first', Date.now() + HOUR)
    page = playPage({ getSession: () => Promise.resolve(session) })
    page.server.tells = false
    await page.settle()
    session = ana('second', Date.now() + 2 * HOUR)
    await page.settle(HOUR - MINUTE)
    expect(authed()).toEqual(['second'])
  })

  it('is asked for again when there is no other yet, and the failure to ask is told', async () => {
    await open({ getSession: () => Promise.resolve(ana('first')) })
    await page.settle(HOUR - 2 * MINUTE)
    expect(authed()).toEqual([])
    page.close()
    let fail = false
    await open({
      getSession: ({ reason }) => {
        if (reason === 'expiring' && fail) return Promise.reject(new Error('away'))
        return Promise.resolve(ana(reason === 'expiring' ? 'second' : 'first'))
      },
    })
    fail = true
    await page.settle(HOUR - 4 * MINUTE)
    expect(page.faults.map(({ code, message }) => `${code}: ${message}`)).toContain('session_failed: away')
    fail = false
    await page.settle(3 * MINUTE)
    expect(authed()).toEqual(['second'])
  })

  it('is replaced by whatever the page was given meanwhile, without a new socket', async () => {
    await open()
    page.signIn(ana('second'))
    await page.settle(100)
    expect([authed(), page.dials()]).toEqual([['second'], 1])
  })

  it('is replaced as soon as one is welcomed, when the other came while dialling', async () => {
    page = playPage()
    page.server.delayMs = 500
    await page.settle(200)
    page.signIn(ana('second'))
    await page.settle(2_000)
    expect([authed(), page.dials()]).toEqual([['second'], 1])
  })

  it('that the server will not renew leaves the socket to its end, and then is refused like any other', async () => {
    await open()
    page.server.answersAuth = false
    page.signIn(ana('second'))
    await page.settle(30 * MINUTE)
    expect([authed(), page.dials(), page.state()]).toEqual([['second'], 1, 'connected'])
    expect(page.faults.map(({ code }) => code)).toEqual(['unauthorized'])
    page.socket().end(4401)
    await page.settle(100)
    expect([page.dials(), page.state()]).toEqual([2, 'connected'])
    expect(page.asked.at(-1)).toBe('refused')
  })
})

describe('before a dial', () => {
  it('a token that ended while the machine slept is not used: another is asked for', async () => {
    await open()
    page.jump(2 * HOUR)
    page.socket().end()
    page.provide(ana('first'))
    const asked = page.asked.length
    page.live.connect()
    await page.settle(100)
    expect(page.asked.slice(asked)).toEqual(['first', 'refused'])
  })

  it('a token that says it has ended is not used when there is another', async () => {
    page = playPage({
      getSession: ({ reason }) =>
        Promise.resolve(reason === 'refused' ? ana('fresh') : ana('stale', Date.now() - MINUTE)),
    })
    await page.settle()
    expect(page.sockets.map(({ token }) => token)).toEqual(['fresh'])
  })

  it.each([
    ['a token', { getSession: () => new Promise<never>(() => {}) }],
    ['an address', { socketUrl: () => new Promise<never>(() => {}) }],
  ])('%s that never comes is given up after 10 s, and asked for again', async (_, never) => {
    let times = 0
    const counted = Object.fromEntries(
      Object.entries(never).map(([name, ask]) => [
        name,
        () => {
          times += 1
          return ask()
        },
      ]),
    )
    await open(counted)
    await page.settle(9_000)
    expect([times, page.state()]).toEqual([1, 'connecting'])
    await page.settle(6_000)
    expect([times, page.state()]).toEqual([2, 'reconnecting'])
  })

  it('a token that comes too late opens nothing beside the next try', async () => {
    const waiting: ((session: Session) => void)[] = []
    await open({ getSession: () => new Promise((resolve) => waiting.push(resolve)) })
    page.live.disconnect()
    page.live.connect()
    await page.settle(11_000)
    for (const resolve of waiting) resolve(ana('late'))
    await page.settle(20_000)
    waiting.at(-1)?.(ana('late'))
    await page.settle(100)
    expect(page.openSockets()).toBeLessThanOrEqual(1)
  })

  it('an address that comes too late is not dialled instead of the one that was asked for since', async () => {
    const waiting: ((url: string) => void)[] = []
    await open({ socketUrl: () => new Promise((resolve) => waiting.push(resolve)) })
    await page.settle(14_000)
    const [late, current] = waiting
    late?.('ws://played/ws?token=late')
    await page.settle(100)
    expect(page.dials()).toBe(0)
    current?.('ws://played/ws?token=current')
    await page.settle(100)
    expect(page.sockets.map(({ token }) => token)).toEqual(['current'])
  })

  it('an address that cannot be read is told and tried again, not thrown at anybody', async () => {
    await open({
      socketUrl: () => {
        throw new TypeError('wsUrl is not a usable address: nonsense?token=secret')
      },
    })
    await page.settle(20_000)
    expect(page.state()).toBe('reconnecting')
    expect(page.faults[0]).toEqual({
      code: 'session_failed',
      message: 'wsUrl is not a usable address: nonsense?token=[hidden]',
    })
  })
})

it('an address that no socket can be made of is tried again like any other, and nobody is thrown at', async () => {
  await open({ socketUrl: () => 'nowhere?token=secret' })
  await page.settle(8_000)
  expect(page.status().attempt).toBeGreaterThanOrEqual(2)
  expect(JSON.stringify([page.faults, page.live.getStatus()])).not.toContain('secret')
})

describe('a token that is refused', () => {
  it('is one new try, then a visible stop with its reason, however long one waits', async () => {
    page = playPage()
    page.server.accepts = () => 4401
    await page.settle(24 * HOUR)
    expect(page.dials()).toBe(2)
    expect(page.asked).toEqual(['first', 'refused'])
    expect(page.status()).toMatchObject({ state: 'halted', reason: 'unauthorized' })
    expect(page.faults.map(({ code }) => code)).toEqual(['unauthorized'])
  })

  it('because its session has ended is no trouble to be told of', async () => {
    page = playPage()
    page.server.accepts = () => 4401
    page.provide(null)
    await page.settle(HOUR)
    expect([page.dials(), page.state(), page.faults]).toEqual([1, 'offline', []])
  })

  it('goes on when somebody signs in anew', async () => {
    page = playPage()
    page.server.accepts = (token) => (token === 'first' ? 4401 : null)
    await page.settle(MINUTE)
    page.signIn(ana('second'))
    await page.settle(100)
    expect(page.state()).toBe('connected')
  })
})

describe('many who want to know who is signed in', () => {
  it('ask once', async () => {
    let asked = 0
    await open({
      getSession: async () => {
        asked += 1
        await new Promise((resolve) => setTimeout(resolve, 500))
        return ana('first')
      },
    })
    page.live.connect()
    page.goOnline()
    await page.settle(2_000)
    expect([asked, page.dials()]).toEqual([1, 1])
  })
})

describe('the server says when to come back', () => {
  it.each([
    ['in the reason of its close', () => page.socket().end(1013, '{"retryAfterMs":20000}')],
    ['in the reason of its close, 4429', () => page.socket().end(4429, '{"retryAfterMs":20000}')],
    [
      'before its close',
      () => {
        page.socket().say('going_away', { retryAfterMs: 20_000 })
        page.socket().end(1012, 'restart')
      },
    ],
  ])('%s: nobody comes earlier', async (_, close) => {
    await open()
    close()
    for (let second = 0; second < 19; second += 1) {
      page.live.connect()
      page.goOnline()
      page.show()
      await page.settle(1_000)
    }
    expect(page.dials()).toBe(1)
    await page.settle(3_000)
    expect([page.dials(), page.state()]).toEqual([2, 'connected'])
  })

  it.each([
    [1013, 3_000, 6_000],
    [4429, 30_000, 33_000],
    [1008, 60_000, 63_000],
  ])('%i without a word of it: between %i and %i ms', async (code, least, most) => {
    await open()
    const from = Date.now()
    page.socket().end(code, 'no more words')
    while (page.dials() === 1) await page.settle(50)
    expect(page.socket().dialledAt - from).toBeGreaterThanOrEqual(least)
    expect(page.socket().dialledAt - from).toBeLessThanOrEqual(most)
  })

  it('a pause that is no number, or longer than an hour, is not kept for ever', async () => {
    await open()
    page.socket().end(1013, '{"retryAfterMs":"soon"}')
    await page.settle(10_000)
    expect(page.dials()).toBe(2)
    page.socket().end(1013, '{"retryAfterMs":1e15}')
    await page.settle(HOUR + 10_000)
    expect(page.dials()).toBe(3)
  })
})

it('no token is in what is told of its troubles', async () => {
  const secret = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
  await open({ getSession: () => Promise.reject(new Error(`401 for Bearer ${secret}, ?token=${secret}&batch=1`)) })
  await page.settle(MINUTE)
  page.signIn(ana(secret))
  await page.settle(MINUTE)
  expect(page.faults.length).toBeGreaterThan(1)
  expect(JSON.stringify([page.faults, page.live.getStatus()])).not.toContain(secret)
  expect(page.faults[0]?.message).toBe('401 for Bearer [hidden], ?token=[hidden]&batch=1')
})
