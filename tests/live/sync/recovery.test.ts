/** Situations out of which the engine must come by itself, without spinning and without showing what is not so. */
import { dehydrate, hydrate, QueryClient, QueryObserver } from '@tanstack/react-query'
import { defineStream, liveQuery, type Session } from 'pitchey-live/core'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { added, counting } from '../../support/counterStream.js'
import { scriptPage } from '../../support/scriptedPage.js'

const counter = defineStream({
  ...counting,
  events: {
    added: {
      ...added,
      invalidates: (_, event) => {
        if (event?.n === 13) throw new Error('unlucky')
        return []
      },
    },
  },
  commands: {
    add: {
      schema: v.object({ param: v.number(), text: v.string() }),
      send: 'durable',
      param: ({ param }) => param,
      optimistic: ({ total }) => ({ total: total + 1_000 }),
    },
    look: {
      schema: v.object({ param: v.number(), on: v.boolean() }),
      send: 'state',
      param: ({ param }) => param,
      ends: ({ on }) => !on,
    },
  },
})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Live at offset 1, showing 100, as a user whose provider the test speaks for. */
async function openPage() {
  let session: Session | null = { token: 'a1', userKey: 'ana' }
  let provide = (): Promise<Session | null> => Promise.resolve(session)
  let news = () => {}
  const page = scriptPage([counter], {
    getSession: () => provide(),
    watchSession: (changed) => {
      news = changed
      return () => undefined
    },
  })
  page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 1, recovered: null, events: [] }))
  const observe = (param = 1) => {
    const observer = new QueryObserver(page.client, liveQuery(counter, param))
    return { observer, leave: observer.subscribe(() => undefined) }
  }
  const { observer, leave } = observe()
  await page.settle()
  page.snapshot({ total: 100 }, 1)
  await page.settle(300)
  return {
    ...page,
    observe,
    observer,
    leave,
    shown: () => observer.getCurrentResult().data?.total,
    state: () => page.live.getStatus().connection.state,
    provideWith: (next: typeof provide) => void (provide = next),
    signIn: (next: Session | null) => {
      session = next
      news()
    },
    event: (param: number, offset: number, n = 1) =>
      page.say({ type: 'added', topic: `counter:${param}`, epoch: 'e', offset, data: { n } }),
  }
}

describe('who is signed in', () => {
  it('is not what an older question brings after a newer one', async () => {
    const page = await openPage()
    let refreshed: (session: Session) => void = () => {}
    page.provideWith(() => new Promise((resolve) => (refreshed = resolve)))
    page.signIn({ token: 'a2', userKey: 'ana' })
    await page.settle()
    page.provideWith(() => Promise.resolve(null))
    page.signIn(null)
    await page.settle(300)
    const before = [page.asked.length, page.dials()]
    refreshed({ token: 'a2', userKey: 'ana' })
    await page.settle(9_000)
    expect([page.asked.length, page.dials()], 'nobody is asked as her').toEqual(before)
    expect([page.shown(), page.state()]).toEqual([undefined, 'offline'])
    page.close()
  })

  it('is asked again when it could not be found out, and the failure is told', async () => {
    const page = await openPage()
    page.provideWith(() => Promise.reject(new Error('unreachable')))
    page.signIn({ token: 'b1', userKey: 'ben' })
    await page.settle(300)
    page.provideWith(() => Promise.resolve({ token: 'b1', userKey: 'ben' }))
    await page.settle(60_000)
    expect(page.shown()).toBeUndefined()
    expect(page.faults.map(({ code }) => code)).toContain('session_failed')
    page.close()
  })

  it('is asked at each dial: nobody need tell of a switch', async () => {
    const page = await openPage()
    page.provideWith(() => Promise.resolve({ token: 'b1', userKey: 'ben' }))
    page.cut()
    await page.settle(3_000)
    expect(page.shown()).toBeUndefined()
    page.close()
  })

  it('may be the same with a new token after a halt: then it goes on', async () => {
    const page = await openPage()
    await page.settle(60_000)
    page.cut(4403)
    await page.settle(60_000)
    expect(page.state()).toBe('halted')
    page.signIn({ token: 'a2', userKey: 'ana' })
    await page.settle(3_000)
    expect(page.state()).toBe('connected')
    page.close()
  })

  it('may be the same with a new token: what the old one was refused is asked for again', async () => {
    const page = await openPage()
    const { observer } = page.observe(2)
    await page.settle()
    page.refuse(403)
    await page.settle(60_000)
    expect(page.asked, 'a refusal is final').toEqual([])
    page.signIn({ token: 'a2', userKey: 'ana' })
    await page.settle()
    page.snapshot({ total: 7 }, 1)
    await page.settle(300)
    expect(observer.getCurrentResult().data?.total).toBe(7)
    page.close()
  })

  it('does not see what was hydrated for somebody else and never looked at', async () => {
    const page = await openPage()
    const { queryKey } = liveQuery(counter, 7)
    const former = new QueryClient()
    former.setQueryData(queryKey, { total: 666 })
    hydrate(page.client, dehydrate(former))
    page.signIn({ token: 'b1', userKey: 'ben' })
    await page.settle(300)
    expect(page.observe(7).observer.getCurrentResult().data).toBeUndefined()
    page.close()
  })
})

describe('a question to the server', () => {
  it('that is refused as a whole is asked again', async () => {
    const page = await openPage()
    page.answerSubscribe(null)
    page.observe(2)
    await page.settle()
    page.snapshot({ total: 200 }, 1)
    const { id } = page.sent('subscribe').at(-1) ?? {}
    page.say({ type: 'error', id, data: { code: 'unavailable', message: 'Not now', retryable: true } })
    await page.settle(3_000)
    expect(page.sent('subscribe')).toHaveLength(3)
    page.close()
  })

  it('that is never answered is asked again', async () => {
    const page = await openPage()
    page.answerSubscribe(null)
    page.observe(2)
    await page.settle(15_000)
    expect(page.sent('subscribe').length).toBeGreaterThanOrEqual(3)
    page.close()
  })

  it('whose answer says that we are ahead of the log costs a snapshot, and later events count', async () => {
    const page = await openPage()
    for (let offset = 2; offset <= 9; offset += 1) page.event(1, offset)
    await page.settle(300)
    page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 5, recovered: false, reason: 'ahead', events: [] }))
    page.cut()
    await page.settle(2_900)
    expect(page.asked).toHaveLength(1)
    page.close()
  })

  it('is not asked because somebody writes by hand, however often', async () => {
    const page = await openPage()
    for (let total = 0; total < 60; total += 1) {
      page.client.setQueryData(liveQuery(counter, 1).queryKey, { total })
      await page.settle(16)
    }
    await page.settle(5_000)
    expect(page.sent('subscribe')).toHaveLength(1)
    page.close()
  })
})

it('a warning about a token that cannot be renewed is not answered for ever', async () => {
  const page = await openPage()
  let minted = 0
  page.provideWith(() => Promise.resolve({ token: `short${(minted += 1)}`, userKey: 'ana' }))
  for (let warning = 0; warning < 50; warning += 1) {
    page.say({ type: 'auth_expiring', data: {} })
    await page.settle(20)
  }
  expect(page.sent('auth')).toHaveLength(1)
  page.close()
})

it('a server that welcomes and then refuses is not dialled without a pause', async () => {
  const page = await openPage()
  await page.settle(60_000)
  const before = page.dials()
  for (let times = 0; times < 50; times += 1) {
    page.cut(4401)
    await page.settle(20)
  }
  expect(page.dials() - before).toBeLessThanOrEqual(2)
  page.close()
})

it('the clock set back by an hour delays nothing', async () => {
  const page = await openPage()
  page.cut()
  vi.setSystemTime(Date.now() - 3_600_000)
  await page.settle(5_000)
  expect(page.state()).toBe('connected')
  page.close()
})

it('a command that is too large is refused at once, and disturbs nobody', async () => {
  const page = await openPage()
  const { acked } = page.live.send('add', { param: 1, text: 'x'.repeat(300_000) })
  await expect(acked).rejects.toMatchObject({ code: 'payload_too_large' })
  expect(page.sent('add')).toEqual([])
  await page.settle(300)
  expect(page.shown()).toBe(100)
  page.close()
})

it('what a waiting command will do is still seen by who looks away and back', async () => {
  const page = await openPage()
  page.live.disconnect()
  page.live.send('add', { param: 1, text: '' })
  page.leave()
  await page.settle(10_000)
  const { observer } = page.observe()
  await page.settle(300)
  expect(observer.getCurrentResult().data?.total).toBe(1_100)
  page.close()
})

it('desired state that ended is not said again', async () => {
  const page = await openPage()
  for (let param = 1; param <= 300; param += 1) page.live.send('look', { param, on: false })
  page.live.send('look', { param: 7, on: true })
  const before = page.sent('look').length
  page.cut()
  await page.settle(3_000)
  expect(
    page
      .sent('look')
      .slice(before)
      .map(({ data }) => data),
  ).toEqual([{ param: 7, on: true }])
  page.close()
})

it('desired state is not said for whoever signs in next', async () => {
  const page = await openPage()
  page.live.send('look', { param: 7, on: true })
  expect(page.sent('look')).toHaveLength(1)
  page.signIn({ token: 'b1', userKey: 'ben' })
  await page.settle(3_000)
  expect([page.state(), page.dials()]).toEqual(['connected', 2])
  expect(page.sent('look')).toHaveLength(1)
  page.close()
})

it('a host’s `invalidates` that throws is told, and stops nothing beside it', async () => {
  const page = await openPage()
  page.event(1, 2, 13)
  page.event(1, 3)
  await page.settle(300)
  expect(page.shown()).toBe(114)
  expect(page.faults.map(({ code }) => code)).toEqual(['invalidation_failed'])
  page.close()
})
