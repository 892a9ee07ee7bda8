import { QueryObserver } from '@tanstack/react-query'
import { liveQuery, SnapshotError, type Backend, type CommandAnswer, type Session } from 'pitchey-live/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { userDigest } from '../../../src/live/records/userDigest.js'
import { memoryStore } from '../../support/memoryStore.js'
import { numbers } from '../../support/numbersStream.js'
import { scriptPage } from '../../support/scriptedPage.js'

beforeEach(async () => {
  // Digests take real time, of which a run that can be repeated has none.
  const digests = new Map<string, ArrayBuffer>()
  for (const user of ['u', 'v'])
    digests.set(user, await crypto.subtle.digest('SHA-256', new TextEncoder().encode(user)))
  vi.spyOn(crypto.subtle, 'digest').mockImplementation((_, bytes) =>
    Promise.resolve(digests.get(new TextDecoder().decode(bytes as Uint8Array)) ?? new ArrayBuffer(32)),
  )
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const DAY = 24 * 60 * 60 * 1000

async function openPage(backend: Partial<Backend> = {}, store = memoryStore(() => 1)) {
  const page = scriptPage([numbers], backend, { outbox: { store } })
  const observer = new QueryObserver(page.client, liveQuery(numbers, 'a'))
  const leave = observer.subscribe(() => undefined)
  await page.settle()
  page.snapshot({ owner: 'u', epoch: 'e', items: [] }, 0)
  await page.settle(300)
  const append = (topic = 'a') => {
    const sent = page.live.send('append', { topic })
    const outcome = { is: 'waiting' }
    sent.acked.then(
      () => (outcome.is = 'acked'),
      (error: { code: string }) => (outcome.is = error.code),
    )
    return { ...sent, outcome }
  }
  return {
    ...page,
    store,
    append,
    appends: () => page.sent('append').map(({ id }) => id),
    kept: () => [...store.values.keys()].filter((key) => key.startsWith('outbox ')),
    shown: () => observer.getCurrentResult().data,
    queue: () => page.live.getStatus().queue,
    ack: (id: string | undefined, data: object = {}) => page.say({ type: 'ack', id, data }),
    refuseCommand: (id: string | undefined, error: object) =>
      page.say({ type: 'error', id, data: { message: 'No', retryable: false, ...error } }),
    close: () => {
      leave()
      page.close()
    },
  }
}

describe('a command', () => {
  it('is told apart as gone or as waiting', async () => {
    const page = await openPage()
    expect(page.append().queued).toBe(false)
    expect(page.append().queued).toBe(true)
    page.cut()
    expect(page.append().queued).toBe(true)
    expect(page.queue().queued).toBe(3)
    page.close()
  })

  it('waits for the one before it, however often that is tried', async () => {
    const page = await openPage()
    const [first, second] = [page.append('a'), page.append('b')]
    await page.settle()
    for (let times = 1; times <= 4; times += 1) {
      expect(page.appends()).toEqual(Array.from({ length: times }, () => first.id))
      page.refuseCommand(first.id, { code: 'unavailable', retryable: true })
      await page.settle(9_000)
    }
    page.refuseCommand(first.id, { code: 'unavailable', retryable: true })
    await page.settle()
    expect(first.outcome.is).toBe('unavailable')
    expect(page.appends().at(-1)).toBe(second.id)
    page.close()
  })

  it('that is not answered is sent again after 10 s, and given up after five times', async () => {
    const page = await openPage()
    const { id, outcome } = page.append()
    await page.settle(9_900)
    expect(page.appends()).toEqual([id])
    await page.settle(200)
    expect(page.appends()).toEqual([id, id])
    await page.settle(40_000)
    expect(page.appends()).toHaveLength(5)
    expect(outcome.is).toBe('timeout')
    page.close()
  })

  it('is never given up because the link is', async () => {
    const page = await openPage()
    const { id, outcome } = page.append()
    for (let times = 0; times < 12; times += 1) {
      page.cut()
      await page.settle(20_000)
    }
    expect(outcome.is).toBe('waiting')
    page.ack(id)
    await page.settle()
    expect(outcome.is).toBe('acked')
    page.close()
  })

  it('that the server closes the connection over fails alone', async () => {
    const page = await openPage()
    const [large, other] = [page.append('a'), page.append('b')]
    page.cut(1009)
    await page.settle(5_000)
    expect(large.outcome.is).toBe('payload_too_large')
    expect(page.appends()).toEqual([large.id, other.id])
    page.close()
  })

  it('that is held up by the rate limit is no failure: it goes when it may, and the status says when', async () => {
    const page = await openPage()
    const { id, outcome } = page.append()
    for (let times = 0; times < 7; times += 1) {
      page.refuseCommand(id, { code: 'rate_limited', retryable: true, retryAfterMs: 4_000 })
      expect(page.queue()).toEqual({ queued: 1, max: 100, rateLimited: true, retryAt: expect.any(Number) as unknown })
      await page.settle(3_900)
      expect(page.appends()).toHaveLength(times + 1)
      await page.settle(200)
    }
    expect(page.appends()).toHaveLength(8)
    expect(page.queue().rateLimited).toBe(false)
    page.ack(id)
    await page.settle()
    expect(outcome.is).toBe('acked')
    page.close()
  })

  it('for which the server has no word fails at once', async () => {
    const wire: Backend['wire'] = {
      ready: 'welcome',
      heartbeat: true,
      encode: ({ type, ...more }) => (type === 'append' ? null : JSON.stringify({ type, ...more })),
      decode: (frame) => [JSON.parse(frame)],
    }
    const page = await openPage({ wire })
    const { acked } = page.live.send('append', { topic: 'a' })
    await expect(acked).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('append') as unknown,
    })
    expect(page.queue().queued).toBe(0)
    page.close()
  })

  it('too many, or too heavy together, are refused to the caller', async () => {
    const page = await openPage()
    page.cut()
    const heavy = () => page.live.send('append', { topic: 'x'.repeat(200_000) })
    for (let n = 0; n < 5; n += 1) heavy()
    expect(heavy).toThrow(expect.objectContaining({ name: 'OutboxFullError' }))
    for (let n = 5; n < 100; n += 1) page.append()
    expect(() => page.append()).toThrow(/100 commands/)
    expect(page.queue().queued).toBe(100)
    page.close()
  })

  it('keeps saying what it said, whatever its caller does to the data', async () => {
    const page = await openPage()
    const data = { topic: 'a' }
    page.live.send('append', data)
    page.cut()
    data.topic = 'b'
    await page.settle(5_000)
    expect(page.sent('append').map((said) => said.data)).toEqual([{ topic: 'a' }, { topic: 'a' }])
    page.close()
  })
})

describe('after a reload', () => {
  async function leaveBehind(count = 2) {
    const before = await openPage()
    before.cut()
    const ids = Array.from({ length: count }, () => before.append().id)
    await before.settle(10)
    before.close()
    expect(before.kept()).toHaveLength(count)
    return { store: before.store, ids }
  }

  it('what waited shows what it will do, and is delivered in order', async () => {
    const { store, ids } = await leaveBehind()
    const page = await openPage({}, store)
    expect(page.shown()).toMatchObject({ items: [], pending: 2 })
    expect(page.queue().queued).toBe(2)
    page.ack(ids[0], { topic: 'numbers:a', epoch: 'e', offset: 1 })
    page.say({ type: 'appended', topic: 'numbers:a', epoch: 'e', offset: 1, data: { number: 1 } })
    await page.settle(300)
    expect(page.shown()).toMatchObject({ items: [1], pending: 1 })
    page.ack(ids[1])
    await page.settle(300)
    expect(page.appends()).toEqual(ids)
    expect(page.shown()?.pending).toBeUndefined()
    expect(page.kept()).toEqual([])
    page.close()
  })

  it('what is refused is reported, for nobody waits for it any more', async () => {
    const { store, ids } = await leaveBehind(1)
    const page = await openPage({}, store)
    page.refuseCommand(ids[0], { code: 'forbidden', message: 'Not yours' })
    await page.settle()
    expect(page.faults).toEqual([{ code: 'forbidden', message: 'append, sent before: Not yours' }])
    expect(page.kept()).toEqual([])
    page.close()
  })

  it('what is a day old is not sent, and that is reported', async () => {
    const { store } = await leaveBehind(1)
    await vi.advanceTimersByTimeAsync(DAY)
    const page = await openPage({}, store)
    expect(page.appends()).toEqual([])
    expect(page.faults).toEqual([{ code: 'command_expired', message: 'append was not delivered within 24 h' }])
    expect(page.kept()).toEqual([])
    page.close()
  })

  it('the key tells nobody who it was', async () => {
    const { store } = await leaveBehind(1)
    const [key = ''] = [...store.values.keys()].filter((one) => one.startsWith('outbox '))
    expect(key.split(' ')[1]).toBe(await userDigest('u'))
    expect(JSON.stringify([...store.values])).not.toContain('"t"')
  })
})

it('waits a day at most, also in a page that stays', async () => {
  const page = await openPage()
  page.live.disconnect()
  const { outcome } = page.append()
  await page.settle(DAY - 120_000)
  expect(outcome.is).toBe('waiting')
  await page.settle(120_000)
  expect(outcome.is).toBe('expired')
  expect(page.faults.map(({ code }) => code)).toEqual(['command_expired'])
  page.close()
})

it('another user is sent nothing; when the first is back, it goes', async () => {
  let user = 'u'
  let changed = () => {}
  const page = await openPage({
    getSession: () => Promise.resolve<Session>({ token: user, userKey: user }),
    watchSession: (tell) => {
      changed = tell
      return () => undefined
    },
  })
  const { id, outcome } = page.append()
  page.cut()
  user = 'v'
  changed()
  await page.settle(5_000)
  expect(outcome.is).toBe('cancelled')
  expect(page.appends()).toEqual([id])
  expect(page.queue().queued).toBe(0)
  user = 'u'
  changed()
  await page.settle(5_000)
  expect(page.appends()).toEqual([id, id])
  expect(page.queue().queued).toBe(1)
  page.close()
})

it('a store that refuses is said once; commands wait in memory and are delivered', async () => {
  const no = () => Promise.reject(new Error('QuotaExceededError'))
  const refusing = { ...memoryStore(() => 1), get: no, set: no, keys: no, delete: no }
  const page = await openPage({}, refusing)
  const { id, outcome } = page.append()
  await page.settle()
  expect(page.appends()).toEqual([id])
  page.ack(id)
  await page.settle()
  expect(outcome.is).toBe('acked')
  expect(page.faults.map(({ code }) => code)).toEqual(['commands_unkept'])
  page.close()
})

it('a store that never answers holds nothing up for long', async () => {
  const never = () => new Promise<never>(() => undefined)
  const page = await openPage({}, { ...memoryStore(() => 1), get: never, set: never, keys: never, delete: never })
  const { id } = page.append()
  await page.settle(6_000)
  expect(page.appends()).toEqual([id])
  page.close()
})

describe('over REST', () => {
  function restPage(answers: (CommandAnswer | Error)[]) {
    const posted: string[] = []
    const command: NonNullable<Backend['command']> = ({ id }) => {
      posted.push(id)
      const answer = answers.shift() ?? { ok: true, ack: {} }
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    }
    return { posted, command }
  }

  it('a command goes when the socket has been gone for 3 s, and is acked from there', async () => {
    const rest = restPage([])
    const page = await openPage({ command: rest.command })
    page.silence()
    page.cut()
    const { id, outcome } = page.append()
    await page.settle(2_900)
    expect(rest.posted).toEqual([])
    await page.settle(300)
    expect(rest.posted).toEqual([id])
    expect(outcome.is).toBe('acked')
    expect(page.appends()).toEqual([])
    page.close()
  })

  it('that does not work either is no fault of the command, and is asked ever more rarely', async () => {
    const rest = restPage(Array.from({ length: 100 }, () => new SnapshotError(0, 'unreachable', 'No')))
    const page = await openPage({ command: rest.command })
    page.silence()
    page.cut()
    const { outcome } = page.append()
    await page.settle(300_000)
    expect(outcome.is).toBe('waiting')
    expect(rest.posted.length).toBeGreaterThan(5)
    expect(rest.posted.length).toBeLessThan(40)
    page.close()
  })

  it('nothing goes after disconnect()', async () => {
    const rest = restPage([])
    const page = await openPage({ command: rest.command })
    page.live.disconnect()
    const { outcome } = page.append()
    await page.settle(120_000)
    expect(rest.posted).toEqual([])
    expect(outcome.is).toBe('waiting')
    page.close()
  })
})
