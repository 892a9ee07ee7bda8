import { QueryObserver } from '@tanstack/react-query'
import {
  CommandError,
  defineStream,
  liveQuery,
  type LiveEvent,
  type PassedMessage,
  type Session,
} from 'pitchey-live/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createChronicle } from '../../../src/live/status/chronicle.js'
import { inWords } from '../../../src/live/status/liveEvent.js'
import { added, counting } from '../../support/counterStream.js'
import { scriptPage } from '../../support/scriptedPage.js'

const counter = defineStream({
  ...counting,
  events: { added },
  commands: { add: { schema: added.schema, send: 'durable', param: () => 1 } },
})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const ANA: Session = { token: 'token of ana', userKey: 'ana' }
const BEN: Session = { token: 'token of ben', userKey: 'ben' }

/** A page that shows one counter, at offset 0, as Ana. */
async function openPage(onMessage: (passed: PassedMessage) => void = () => undefined) {
  let session: Session | null = ANA
  let fails = false
  let announce = () => {}
  const page = scriptPage(
    [counter],
    {
      getSession: () => (fails ? Promise.reject(new Error('Not now')) : Promise.resolve(session)),
      watchSession: (changed) => {
        announce = changed
        return () => undefined
      },
    },
    { onMessage },
  )
  const stop = new QueryObserver(page.client, liveQuery(counter, 1)).subscribe(() => undefined)
  await page.settle()
  page.snapshot({ total: 100 }, 0)
  await page.settle(300)
  const began = page.events.splice(0)
  return {
    ...page,
    stop,
    /** What it told until it was live. */
    began,
    /** Nobody can find out who is signed in. */
    fail: (next: boolean) => void (fails = next),
    signIn: (next: Session | null) => {
      session = next
      announce()
    },
    /** What it told since, in words. */
    told: (type?: LiveEvent['type']) =>
      page.events.filter((event) => type === undefined || event.type === type).map(inWords),
  }
}

it('the way to a connection, and who it is for', async () => {
  const page = await openPage()
  expect(page.began.map(inWords)).toEqual(['connection connecting', 'user signed in', 'connection connected'])
  expect(page.told()).toEqual([])
  page.close()
})

it('the loss of a connection, each failed attempt, and its return', async () => {
  const page = await openPage()
  page.fail(true)
  page.cut()
  await page.settle(5_000)
  page.fail(false)
  await page.settle(10_000)
  expect(page.told('connection')).toEqual([
    'connection reconnecting, 1 failed',
    'connection reconnecting, 2 failed',
    'connection reconnecting, 3 failed',
    'connection connected',
  ])
  page.events.length = 0
  page.cut(4403)
  expect(page.events).toMatchObject([
    { type: 'connection', before: 'connected', connection: { state: 'halted', reason: 'forbidden' } },
  ])
  expect(page.told()).toEqual(['connection halted: forbidden'])
  page.close()
})

it('whether a topic could be brought forward after that, and why not', async () => {
  const page = await openPage()
  page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 0, recovered: true, events: [] }))
  page.cut()
  await page.settle(10_000)
  expect(page.told('recovery')).toEqual(['counter:1 recovered'])
  page.events.length = 0
  page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 9, recovered: false, reason: 'trimmed', events: [] }))
  page.cut()
  await page.settle(10_000)
  expect(page.told('recovery')).toEqual(['counter:1 not recovered: trimmed'])
  page.events.length = 0
  page.say({ type: 'reset', data: { topics: '*', reason: 'epoch' } })
  page.say({ type: 'reset', data: { topics: ['counter:1'], reason: 'restored' } })
  expect(page.told('recovery')).toEqual(['counter:1 not recovered: epoch', 'counter:1 not recovered: restored'])
  page.close()
})

it('when REST begins to stand in for the stream, and when it ceases to, once each', async () => {
  const page = await openPage()
  page.live.disconnect()
  for (const offset of [1, 2, 3]) {
    await expect.poll(() => page.settle(1_000).then(() => page.asked)).not.toEqual([])
    page.snapshot({ total: 100 + offset }, offset)
    await page.settle(300)
  }
  expect(page.told('polling')).toEqual(['polling began'])
  page.answerSubscribe((topic) => ({ topic, epoch: 'e', offset: 3, recovered: true, events: [] }))
  page.live.connect()
  await page.settle(1_000)
  expect(page.told('polling')).toEqual(['polling began', 'polling ended'])
  page.close()
})

it('that polling ended when nobody looks any more, and when nobody is signed in', async () => {
  for (const end of ['look away', 'sign out']) {
    const page = await openPage()
    page.live.disconnect()
    await page.settle(10_000)
    page.snapshot({ total: 101 }, 1)
    if (end === 'look away') page.stop()
    else page.signIn(null)
    await page.settle(10_000)
    expect(page.told('polling')).toEqual(['polling began', 'polling ended'])
    page.close()
  }
})

it('what becomes of a command', async () => {
  const page = await openPage()
  page.live.send('add', { n: 1 })
  page.say({ type: 'ack', id: page.sent('add').at(-1)?.id, data: {} })
  await page.settle(0)
  page.live.send('add', { n: 2 })
  const refusal = { code: 'conflict', message: 'No', retryable: false }
  page.say({ type: 'error', id: page.sent('add').at(-1)?.id, data: refusal })
  await page.settle(0)
  expect(page.told()).toEqual(['command add acked', 'command add failed: conflict'])
  page.live.disconnect()
  page.events.length = 0
  const { id } = page.live.send('add', { n: 3 })
  expect(page.events).toEqual([{ type: 'command', id, command: 'add', state: 'queued' }])
  page.signIn(BEN)
  await page.settle(0)
  expect(page.told()).toEqual(['command add queued', 'user switched', 'command add failed: cancelled'])
  page.close()
})

it('that a command was kept for too long', async () => {
  const events: LiveEvent[] = []
  const status = { state: 'offline', since: 0 } as const
  const chronicle = createChronicle(status, (event) => events.push(event))
  const acked = Promise.reject(new CommandError('expired', 'Kept for a day'))
  chronicle.command('add', { id: '1', queued: true, acked })
  await acked.catch(() => undefined)
  expect(events.map(inWords)).toEqual(['command add queued', 'command add expired'])
})

it('who signs in and out, never by a name or token', async () => {
  const page = await openPage()
  page.signIn(BEN)
  await page.settle(300)
  page.signIn(null)
  await page.settle(300)
  page.signIn(ANA)
  await page.settle(300)
  expect(page.told('user')).toEqual(['user switched', 'user signed out', 'user signed in'])
  expect(JSON.stringify([...page.began, ...page.events])).not.toMatch(/\bana\b|\bben\b/)
  page.close()
})

it('nothing any more once the engine is disposed of, but its own end', async () => {
  const page = await openPage()
  page.close()
  await page.settle(300_000)
  expect(page.told()).toEqual(['connection offline'])
})

it('every message in and out is passed to whoever logs, the connection’s own left out', async () => {
  const passed: string[] = []
  const page = await openPage(({ way, message: { type, topic, offset } }) =>
    passed.push([way, type, topic, offset].filter((word) => word !== undefined).join(' ')),
  )
  page.say({ type: 'added', topic: 'counter:1', epoch: 'e', offset: 1, data: { n: 1 } })
  page.live.send('add', { n: 1 })
  page.say({ type: 'ack', id: page.sent('add').at(-1)?.id, data: {} })
  await page.settle(60_000)
  expect(passed).toEqual(['out subscribe', 'in subscribed', 'in added counter:1 1', 'out add', 'in ack'])
  page.close()
})
