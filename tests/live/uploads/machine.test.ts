import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  FIRST,
  isOver,
  isRunning,
  MAX_TRIES,
  step,
  type UploadEvent,
  type UploadState,
} from '../../../src/live/uploads/machine.js'

const events: fc.Arbitrary<UploadEvent> = fc.oneof(
  fc.constantFrom<UploadEvent>(
    { event: 'slot' },
    { event: 'moved' },
    { event: 'sent' },
    { event: 'done' },
    { event: 'wake' },
    { event: 'pause' },
    { event: 'resume' },
    { event: 'offline' },
    { event: 'online' },
    { event: 'retry' },
    { event: 'cancel' },
  ),
  fc.boolean().map((final): UploadEvent => ({ event: 'failed', failure: { code: 'unreachable', final } })),
)

it('sends exactly while it is on its way, and what is over stays over', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 60 }), (all) => {
      let state: UploadState = FIRST
      let sends = false
      let waits = false
      for (const event of all) {
        const before = state
        const [next, effects] = step(state, event)
        state = next
        for (const effect of effects) {
          if (effect.do === 'start') {
            expect(sends).toBe(false)
            sends = true
          } else sends = false
          if (effect.do === 'wait') waits = true
        }
        waits &&= state.status === 'waiting'
        expect(sends).toBe(isRunning(state))
        expect(waits).toBe(state.status === 'waiting')
        if (before.status === 'completed' || before.status === 'cancelled') expect(state).toBe(before)
        if (before.status === 'error' && state !== before) expect(['retry', 'cancel']).toContain(event.event)
        if (isOver(state) && !isOver(before)) expect(effects).toContainEqual({ do: 'settle' })
        if ('tries' in state) expect(state.tries).toBeLessThan(MAX_TRIES)
      }
    }),
    { numRuns: 2_000 },
  )
})

it('can always be brought to its end by a network that works, unless people stopped it', () => {
  const willing = events.filter(({ event }) => !['pause', 'cancel'].includes(event))
  fc.assert(
    fc.property(fc.array(willing, { maxLength: 40 }), (all) => {
      let state: UploadState = FIRST
      for (const event of all) [state] = step(state, event)
      for (const event of ['retry', 'online', 'wake', 'slot', 'moved', 'sent', 'done'] as const)
        [state] = step(state, { event })
      expect(state.status).toBe('completed')
    }),
  )
})

it('gives up on a server that never answers, and counts anew from each byte that came through', () => {
  const fail = (state: UploadState): UploadState => {
    const [failed] = step(step(state, { event: 'slot' })[0], {
      event: 'failed',
      failure: { code: 'unreachable', final: false },
    })
    return step(failed, { event: 'wake' })[0]
  }
  let state: UploadState = FIRST
  for (let tries = 1; tries < MAX_TRIES; tries += 1) state = fail(state)
  expect(state).toEqual({ status: 'queued', tries: MAX_TRIES - 1 })
  const moved = step(step(state, { event: 'slot' })[0], { event: 'moved' })[0]
  expect(moved).toEqual({ status: 'uploading', tries: 0 })
  expect(fail(state)).toEqual({ status: 'error', code: 'unreachable' })
})
