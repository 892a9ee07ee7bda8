import { expect, test } from 'vitest'
import type { Clock } from '../../../src/live/clock.js'
import type { Connection } from '../../../src/live/connection/connection.js'
import { createStatusBoard } from '../../../src/live/status/board.js'

test('REST that answers in the moment in which the link is lost is no answer from before it was', () => {
  // The clock on the wall stands, as a test's does; the other one goes on, now and then while it is being read.
  let now = Date.UTC(2026, 4, 20)
  let reads = 0
  const clock: Clock = {
    now: () => (now += (reads += 1) % 7 === 0 ? 0.005 : 0),
    wall: () => Date.UTC(2026, 4, 20),
    after: () => () => undefined,
    frame: () => () => undefined,
  }
  let connection: Connection = { state: 'idle', wanted: false }
  const board = createStatusBoard({
    clock,
    look: () => ({
      connection,
      online: true,
      queue: { queued: 0, rateLimited: false },
      latency: null,
      quality: 'unknown',
    }),
  })
  for (let n = 0; n < 50; n += 1) {
    connection = { state: 'dormant', wanted: true, reason: n % 2 === 0 ? null : 'unauthorized', notBefore: 0 }
    board.update()
    board.onPolled(true)
    const { connection: told, polledAt } = board.get()
    expect(polledAt).toBeGreaterThanOrEqual(told.since)
  }
})
