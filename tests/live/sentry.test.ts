import * as Sentry from '@sentry/browser'
import { defineStream } from 'pitchey-live/core'
import { sentryReporter } from 'pitchey-live/sentry'
import * as v from 'valibot'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { scriptPage } from '../support/scriptedPage.js'

const counter = defineStream({
  name: 'counter',
  param: v.number(),
  data: v.object({}),
  initial: () => ({}),
  access: () => true,
  kind: 'ephemeral',
  events: {},
  commands: {},
})

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'

let sent: Sentry.Event[] = []
let wire = ''

beforeEach(() => {
  sent = []
  wire = ''
  Sentry.init({
    dsn: 'https://public@sentry.example.test/1',
    defaultIntegrations: false,
    beforeSend: (event) => {
      sent.push(event)
      return event
    },
    // The real client up to the network, where nobody is.
    transport: (options) =>
      Sentry.createTransport(options, ({ body }) => {
        wire += typeof body === 'string' ? body : new TextDecoder().decode(body)
        return Promise.resolve({ statusCode: 200 })
      }),
  })
})
afterEach(async () => {
  vi.useRealTimers()
  await Sentry.close()
  Sentry.getCurrentScope().clear()
  Sentry.getIsolationScope().clear()
})

it('reports each distinct fault once, as one issue per code, with what happened before as breadcrumbs', async () => {
  vi.useFakeTimers()
  const page = scriptPage([counter], {}, sentryReporter(Sentry))
  await page.settle()
  for (let n = 0; n < 300; n += 1) {
    page.say({ type: 'error', data: { code: 'unavailable', message: 'The database is away', retryable: true } })
    await page.settle(1_000)
  }
  page.cut(4403)
  page.close()
  vi.useRealTimers()
  await Sentry.flush()

  expect(sent).toMatchObject([
    {
      message: 'unavailable: The database is away',
      level: 'warning',
      fingerprint: ['pitchey-live', 'unavailable'],
      tags: { 'pitchey.code': 'unavailable' },
    },
    { message: 'forbidden: The server closed the socket with 4403', fingerprint: ['pitchey-live', 'forbidden'] },
  ])
  const trail = sent[1]?.breadcrumbs?.map(({ message, data }) => [message, data?.['count']].filter(Boolean).join(' '))
  expect(trail).toEqual([
    'connection connecting',
    'user signed in',
    'connection connected',
    'unavailable: The database is away 60',
    'unavailable: The database is away 60',
    'unavailable: The database is away 60',
    'unavailable: The database is away 60',
    'connection halted: forbidden',
  ])
  expect(sent[1]?.breadcrumbs?.every(({ category }) => category === 'pitchey-live')).toBe(true)
  expect(wire).toContain('"fingerprint":["pitchey-live","forbidden"]')
})

it('reports a fault of each topic, and somebody’s mistake as an error', async () => {
  const { onError } = sentryReporter(Sentry)
  for (const topic of ['pitch:1', 'pitch:2', 'pitch:1']) onError({ code: 'event_failed', message: 'unlucky', topic })
  await Sentry.flush()
  expect(sent).toMatchObject([
    { level: 'error', tags: { 'pitchey.topic': 'pitch:1' } },
    { level: 'error', tags: { 'pitchey.topic': 'pitch:2' } },
  ])
})

it('sends neither a token nor an [object Event]', async () => {
  const reasons = [new Error(`wss://a.example/ws?token=${JWT} is not there`), new Event('error')]
  for (const reason of reasons) {
    // The rejection of a host's own code: it may be anything.
    const page = scriptPage([counter], { getSession: () => Promise.reject(reason as Error) }, sentryReporter(Sentry))
    await vi.waitFor(() => expect(page.live.getStatus().connection.attempt).toBe(1))
    page.close()
  }
  const { onEvent, onError } = sentryReporter(Sentry)
  onEvent({ type: 'recovery', topic: `room:${JWT}`, recovered: true })
  onError({ code: 'layer_failed', message: `token=${JWT}`, topic: `room:${JWT}` })
  await Sentry.flush()
  expect(sent).toHaveLength(3)
  expect(sent.map(({ message }) => message)).toContain('session_failed: an Event without a message')
  expect(wire).toContain('token=[hidden]')
  expect(wire).not.toContain(JWT)
  expect(wire).not.toContain('[object')
})
