import { EventEmitter } from 'node:events'
import type { WebSocket } from 'ws'
import { expect, test } from 'vitest'
import { createOutgoing } from '../../src/server/socket/outgoing.js'

/** A link whose pace the test decides: kernels on one machine swallow megabytes before a real socket fills up. */
function link(batch = false) {
  const frames: string[] = []
  const flushed: (() => void)[] = []
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send(text: string, done?: () => void) {
      frames.push(text)
      socket.bufferedAmount += Buffer.byteLength(text)
      flushed.push(() => done?.())
    },
  })
  let tooSlow = 0
  const outgoing = createOutgoing(socket as unknown as WebSocket, batch, () => (tooSlow += 1)) // only these fields are used
  const drain = (): void => {
    socket.bufferedAmount = 0
    for (const done of flushed.splice(0)) done()
  }
  return { outgoing, frames, drain, tooSlow: () => tooSlow }
}
const KIB = 1024

test('a mebibyte of events may wait, more is too slow, and nothing is sent any more', () => {
  const { outgoing, frames, tooSlow } = link()
  for (let count = 0; count < 64; count += 1) outgoing.send('x'.repeat(16 * KIB))
  outgoing.send('y')
  expect([tooSlow(), frames.length]).toEqual([0, 65])
  outgoing.send('z')
  expect([tooSlow(), frames.length]).toEqual([1, 65])
})

test('a large answer on its way is not held against the reader, until it has gone', async () => {
  const { outgoing, tooSlow, drain } = link()
  const answered = outgoing.answer('a'.repeat(3 * 1024 * KIB))
  outgoing.send('event')
  expect(tooSlow()).toBe(0)
  drain()
  await answered
  for (let count = 0; count < 66; count += 1) outgoing.send('x'.repeat(16 * KIB))
  expect(tooSlow()).toBe(1)
})

test('in batches, what one turn sends is one frame, a large answer keeps its place, one message stays bare', async () => {
  const { outgoing, frames, drain } = link(true)
  outgoing.send('1')
  outgoing.send('2')
  const answered = outgoing.answer(`"${'a'.repeat(100 * KIB)}"`)
  outgoing.send('3')
  drain()
  await answered
  await new Promise(setImmediate)
  expect(frames.map((frame) => frame.slice(0, 5))).toEqual(['[1,2]', '"aaaa', '3'])
})
