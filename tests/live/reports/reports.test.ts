import { QueryObserver } from '@tanstack/react-query'
import { liveQuery, type Fault } from 'pitchey-live/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { counter } from '../../support/counterStream.js'
import { scriptPage } from '../../support/scriptedPage.js'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
const OPAQUE = 'opaque+session/0f3a'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('a fault that goes on', () => {
  const complain = { type: 'error', data: { code: 'unavailable', message: 'The database is away', retryable: true } }

  it('is told at once, then once a minute with how often it happened', async () => {
    const page = scriptPage([counter])
    await page.settle()
    // All night, ten times a second.
    for (let n = 0; n < 10 * 60 * 5; n += 1) {
      page.say(complain)
      await page.settle(100)
    }
    expect(page.faults).toHaveLength(5)
    expect(page.faults[0]).toEqual({ code: 'unavailable', message: 'The database is away' })
    expect(page.faults.slice(1).map(({ count }) => count)).toEqual([600, 600, 600, 600])
    page.close()
  })

  it('does not hide another one, nor the same one of another topic', async () => {
    const page = scriptPage([counter])
    page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 0, recovered: null, events: [] }))
    for (const param of [1, 2]) new QueryObserver(page.client, liveQuery(counter, param)).subscribe(() => undefined)
    await page.settle()
    page.snapshot({ total: 0 }, 0)
    page.snapshot({ total: 0 }, 0)
    await page.settle()
    for (const param of [1, 2]) {
      for (const n of ['x', 'y'])
        page.say({ type: 'added', topic: `counter:${param}`, epoch: 'e', offset: 1, data: { n } })
    }
    page.say(complain)
    await page.settle(300)
    expect(page.faults.map(({ code, topic }) => [code, topic])).toEqual([
      ['unavailable', undefined],
      ['event_failed', 'counter:1'],
      ['event_failed', 'counter:2'],
    ])
    page.close()
  })

  it('takes no more room the more kinds of it there are', async () => {
    const page = scriptPage([counter])
    await page.settle()
    for (let n = 0; n < 1_000; n += 1) page.say({ ...complain, data: { code: `new_${n}`, message: '' } })
    expect(page.faults).toHaveLength(1_000)
    // The first is forgotten by now, the last is not.
    page.say({ ...complain, data: { code: 'new_0', message: '' } })
    page.say({ ...complain, data: { code: 'new_999', message: '' } })
    expect(page.faults.slice(1_000).map(({ code }) => code)).toEqual(['new_0'])
    page.close()
  })
})

it('a code that only the server knows is passed on as it is', async () => {
  const page = scriptPage([counter])
  await page.settle()
  page.say({ type: 'error', data: { code: 'quota_of_the_moon', message: 'Not today', retryable: false } })
  expect(page.faults).toEqual([{ code: 'quota_of_the_moon', message: 'Not today' }])
  page.close()
})

it('an onError and an onEvent that throw are told of in the console, once each, and stop nothing', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const heard: Fault[] = []
  const page = scriptPage(
    [counter],
    {},
    {
      onError: (fault) => {
        heard.push(fault)
        throw new Error(`The reporter at https://r.example?token=${JWT} is down`)
      },
      onEvent: () => {
        throw new Error('no breadcrumbs')
      },
      onMessage: () => {
        throw new Error('no log')
      },
    },
  )
  const observer = new QueryObserver(page.client, liveQuery(counter, 1))
  observer.subscribe(() => undefined)
  await page.settle()
  page.snapshot({ total: 100 }, 0)
  page.say({ type: 'nonsense', data: {} })
  page.say({ type: 'error', data: { code: 'internal', message: 'Sorry', retryable: true } })
  page.say({ type: 'added', topic: 'counter:1', epoch: 'e', offset: 1, data: { n: 1 } })
  await page.settle(300)
  expect(heard.map(({ code }) => code)).toEqual(['unknown_message', 'internal'])
  expect(observer.getCurrentResult().data).toEqual({ total: 101 })
  expect(page.live.getStatus().connection.state).toBe('connected')
  const lines = said.mock.calls.map(([line]) => String(line))
  expect(lines.map((line) => /^pitchey-live: (\w+) threw/.exec(line)?.[1])).toEqual(['onEvent', 'onMessage', 'onError'])
  expect(lines.join()).not.toContain(JWT)
  page.close()
})

describe('a message of a fault', () => {
  const failing = async (reason: unknown) => {
    let asked = 0
    const page = scriptPage([counter], {
      getSession: () => {
        asked += 1
        return asked === 1 ? Promise.resolve({ token: OPAQUE, userKey: 'u' }) : Promise.reject(reason)
      },
    })
    await page.settle()
    page.cut()
    await page.settle(5_000)
    page.close()
    return page.faults.find(({ code }) => code === 'session_failed')?.message ?? 'no such fault'
  }

  it.each([
    ['a JWT', `${JWT} has expired`, JWT],
    ['a token in an address', 'GET wss://a.example/ws?token=s3cr3t&batch=1 failed', 's3cr3t'],
    ['a header', 'fetch failed {"authorization":"Bearer abc.def"}', 'abc.def'],
    ['a bearer', 'Bearer abc.def was refused', 'abc.def'],
    ['the token in use, whatever it looks like', `Refused: ${OPAQUE}`, OPAQUE],
    ['the same, as it stands in an address', `/ws?t=${encodeURIComponent(OPAQUE)}`, encodeURIComponent(OPAQUE)],
  ])('does not hold %s', async (_, words, secret) => {
    const message = await failing(new Error(words))
    expect(message).not.toContain(secret)
    expect(message).toContain('[hidden]')
  })

  it('says the rest as it was', async () => {
    const message = await failing(new Error('GET https://a.example/me?token=s3cr3t&page=2 answered 502'))
    expect(message).toBe('GET https://a.example/me?token=[hidden]&page=2 answered 502')
  })

  it('is never just [object Event]', async () => {
    expect(await failing(new Event('error'))).toBe('an Event without a message')
  })
})
