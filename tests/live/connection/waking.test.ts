/** How a page finds out that nobody is there any more, and how it does not believe so in error. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { playPage, type PlayedPage } from '../../support/playedPage.js'

const HOUR = 3_600_000
let page: PlayedPage

beforeEach(async () => {
  vi.useFakeTimers()
  page = playPage()
  await page.settle(20_000)
})
afterEach(() => {
  page.close()
  vi.useRealTimers()
})

/** Milliseconds until the page has done something about its link. */
async function noticed(): Promise<number> {
  const from = Date.now()
  const before = page.dials()
  page.server.silent = true
  while (page.dials() === before && Date.now() - from < 10 * 60_000) await page.settle(100)
  return Date.now() - from
}

describe('a link that is dead is noticed', () => {
  it('within 40 s, by nothing but its silence', async () => {
    expect(await noticed()).toBeLessThanOrEqual(40_000)
  })

  it.each([
    ['the network is back', () => page.goOnline()],
    ['the network is said to be gone', () => page.goOffline()],
    ['the page is shown', () => [page.hide(), page.show()]],
    [
      'the machine wakes up',
      () => {
        page.server.silent = true
        page.jump(3 * HOUR)
      },
    ],
  ])('within 5 s when %s', async (_, happen) => {
    happen()
    expect(await noticed()).toBeLessThanOrEqual(5_100)
  })
})

describe('a link that is well is kept', () => {
  const later = async () => {
    await page.settle(5 * 60_000)
    return [page.dials(), page.state()]
  }
  const KEPT = [1, 'connected']

  it('when the clock is set hours ahead', async () => {
    page.jump(5 * HOUR)
    expect(await later()).toEqual(KEPT)
  })

  it('when the clock is set hours ahead while an answer is awaited', async () => {
    page.goOnline()
    page.jump(5 * HOUR)
    expect(await later()).toEqual(KEPT)
  })

  it('when the clock is set hours back', async () => {
    page.jump(-5 * HOUR)
    expect(await later()).toEqual(KEPT)
    expect(await noticed()).toBeLessThanOrEqual(40_000)
  })

  it('when the page is hidden for an hour, and its timers come once a minute', async () => {
    page.hide()
    for (let minute = 0; minute < 60; minute += 1) {
      page.jump(59_000)
      await page.settle(1_000)
    }
    page.show()
    expect(await later()).toEqual(KEPT)
  })

  it('when it is looked at, left and looked at again', async () => {
    for (let times = 0; times < 50; times += 1) {
      page.hide()
      page.show()
      page.goOnline()
      await page.settle(100)
    }
    expect(await later()).toEqual(KEPT)
  })
})

describe('a page that is frozen, or in the back/forward cache', () => {
  it('closes its socket at once, dials nothing, and is back when it is thawed', async () => {
    page.freeze()
    expect(page.openSockets()).toBe(0)
    await page.settle(HOUR)
    page.goOnline()
    page.live.connect()
    await page.settle(HOUR)
    expect(page.dials()).toBe(1)
    page.thaw()
    await page.settle(100)
    expect([page.dials(), page.state()]).toEqual([2, 'connected'])
  })

  it('hears nothing of what its former socket still says', async () => {
    const former = page.socket()
    page.freeze()
    former.dispatchEvent(new Event('error'))
    former.dispatchEvent(Object.assign(new Event('close'), { code: 4403, reason: '' }))
    page.thaw()
    await page.settle(100)
    former.dispatchEvent(Object.assign(new Event('close'), { code: 4403, reason: '' }))
    former.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ type: 'going_away', data: {} }) }))
    await page.settle(100)
    expect([page.dials(), page.state()]).toEqual([2, 'connected'])
  })

  it('that nobody wants a connection of stays without', async () => {
    page.live.disconnect()
    page.freeze()
    page.thaw()
    await page.settle(HOUR)
    expect([page.dials(), page.state()]).toEqual([1, 'offline'])
  })
})

describe('a hidden page', () => {
  it('keeps its socket', async () => {
    page.hide()
    await page.settle(3 * HOUR)
    expect([page.dials(), page.openSockets()]).toEqual([1, 1])
  })

  it('dials every 30 s to 5 min while the server is away, and at once when it is shown', async () => {
    page.hide()
    page.server.silent = true
    page.socket().end()
    const from = page.dials()
    await page.settle(HOUR)
    const dials = page.dials() - from
    expect(dials).toBeGreaterThanOrEqual(12)
    expect(dials).toBeLessThanOrEqual(40)
    page.server.silent = false
    await page.settle(10_000)
    page.show()
    await page.settle(100)
    expect(page.state()).toBe('connected')
  })
})

it('nobody who is put off, signed out or halted dials, whatever happens around', async () => {
  const stir = async () => {
    for (const happen of [page.hide, page.show, page.goOffline, page.goOnline, page.freeze, page.thaw]) {
      happen()
      await page.settle(60_000)
    }
  }
  page.signIn(null)
  await stir()
  expect([page.dials(), page.state()]).toEqual([1, 'offline'])
  page.signIn({ token: 'second', userKey: 'ana' })
  await page.settle(100)
  page.socket().end(4403)
  await stir()
  expect([page.dials(), page.status().reason]).toEqual([2, 'forbidden'])
  page.live.disconnect()
  await stir()
  expect(page.dials()).toBe(2)
})

it('nothing runs any more once it is disposed of', async () => {
  page.release()
  page.close()
  await page.settle(0)
  expect(vi.getTimerCount()).toBe(0)
  await page.settle(HOUR)
  expect([page.dials(), page.openSockets()]).toEqual([1, 0])
})

it('tells the time that people know, also when their clock was set back', async () => {
  page.jump(-5 * HOUR)
  page.server.silent = true
  page.socket().end(1013)
  const { since, retryAt = 0 } = page.status()
  expect(since).toBe(Date.now())
  expect(retryAt - Date.now()).toBeGreaterThan(0)
  expect(retryAt - Date.now()).toBeLessThan(10_000)
})

it('the round trip of pings is its latency, and says what the link is like', async () => {
  const told = () => [page.live.getStatus().latency, page.live.getStatus().quality]
  expect(told()).toEqual([1, 'good'])
  page.server.delayMs = 900
  await page.settle(120_000)
  expect(told()).toEqual([900, 'poor'])
  page.socket().end()
  expect(told()).toEqual([null, 'unknown'])
  // What the token and the handshake took is no latency.
  page.server.delayMs = 3_000
  await page.settle(5_000)
  expect(told()).toEqual([null, 'unknown'])
})
