import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLOSE } from '../../src/protocol/closeCodes.js'
import { controlSchemas } from '../../src/protocol/control.js'
import { ERROR_STATUS, ProtocolError, type ErrorCode } from '../../src/protocol/errorCodes.js'
import { parse, type Schema } from '../../src/protocol/schema.js'
import type { AnyStream } from '../../src/protocol/stream.js'
import * as streams from '../../src/protocol/streams/index.js'
import { startTestServer, type TestServer } from '../support/testServer.js'
import { connect, dig, type WireMessage } from '../support/wireClient.js'

/** The page is for people who write another client; what it says must be so. */

// Tables are padded by the formatter: one space is as good as many.
const page = readFileSync(fileURLToPath(new URL('../../src/protocol/PROTOCOL.md', import.meta.url)), 'utf8').replace(
  /^\|.*$/gm,
  (row) => row.replace(/ +/g, ' '),
)

type Line = { readonly from: '→' | '←'; readonly message: WireMessage }
const linesOf = (text: string): readonly Line[] =>
  [...text.matchAll(/^ {4}([→←]) (.+)$/gm)].map(([, from, json]) => ({
    from: from === '→' ? '→' : '←',
    message: JSON.parse(String(json)) as WireMessage,
  }))

const all: readonly AnyStream[] = Object.values(streams)
const eventSchemas = new Map(all.flatMap(({ events }) => Object.entries(events)))
const commandSchemas = new Map(all.flatMap(({ commands }) => Object.entries(commands)))
const controls = new Map<string, Schema<unknown>>(Object.entries(controlSchemas))

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

test('every event and command of every stream has an example, and the examples fit the schemas', () => {
  const [reference = ''] = page.split('## Worked sessions')
  const lines = linesOf(reference)
  for (const [type, { schema }] of eventSchemas) {
    const examples = lines.filter(({ from, message }) => from === '←' && message.type === type)
    expect(examples, `event ${type}`).not.toHaveLength(0)
    for (const { message } of examples) expect(parse(schema, message.data)).toMatchObject({ ok: true })
  }
  for (const [type, { schema }] of commandSchemas) {
    const examples = lines.filter(({ from, message }) => from === '→' && message.type === type)
    expect(examples, `command ${type}`).not.toHaveLength(0)
    for (const { message } of examples) expect(parse(schema, message.data)).toMatchObject({ ok: true })
  }
  for (const { from, message } of lines) {
    const control = controls.get(message.type)
    if (from === '→' && control) expect(parse(control, message.data)).toMatchObject({ ok: true })
  }
})

test('every error code is there with its status and whether to try again, every close code is there', () => {
  for (const [code, status] of Object.entries(ERROR_STATUS)) {
    const retryable = new ProtocolError(code as ErrorCode, '').body.retryable ? 'yes' : 'no' // the table's own keys
    expect(page).toContain(`| \`${code}\` | ${status} | ${retryable} |`)
  }
  for (const code of Object.values(CLOSE)) expect(page).toMatch(new RegExp(`^\\|[^|]*\\b${code}\\b`, 'm'))
})

test('every stream is in the table of streams, with how much its log keeps', () => {
  for (const { name, kind } of all) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` | \`${name}:`)) ?? ''
    if (kind === 'ephemeral') expect(row).toMatch(/ephemeral \| – \|$/)
    else expect(row).toContain(`durable | ${kind.retention.events.toLocaleString('en')} events`)
  }
})

test('the worked sessions go as written', async () => {
  const [, sessions = ''] = page.split('## Worked sessions')
  const probe = await connect(`${server.wsUrl}?token=${await server.token()}`)
  const epoch = dig((await probe.ask('subscribe', { topics: [{ topic: 'pitch:1' }] })).data, 'topics', 0, 'epoch')
  await probe.close()
  for (const session of sessions.split('\n### ').slice(1)) {
    const lines = linesOf(session.replaceAll('"EPOCH"', JSON.stringify(epoch)))
    const client = await connect(`${server.wsUrl}?token=${await server.token()}`)
    expect(shape(client.messages[0])).toEqual(shape(lines[0]?.message))
    for (const { from, message } of lines.slice(1)) {
      if (from === '→') client.send({ ...message })
      else expect(shape(await client.next(message.type))).toEqual(shape(message))
    }
    await client.close()
  }
})

/** The keys and kinds of values, and the words that are not made up anew each time; of a list of viewers, that it is one. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'recentViewers' ? 'list' : FIXED.has(key) ? item : shape(item),
    ]),
  )
}
const FIXED = new Set(['type', 'id', 'code', 'message', 'topic', 'recovered', 'reason', 'retryable', 'duplicate'])
