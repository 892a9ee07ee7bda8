import { expect, it } from 'vitest'
import { closeAction } from '../../src/protocol/closeCodes.js'

/** PROTOCOL.md's table, and a few codes that nobody has thought of yet. */
it.each([
  [1000, { do: 'retry', report: false }],
  [1001, { do: 'retry', report: false }],
  [1005, { do: 'retry', report: false }],
  [1006, { do: 'retry', report: false }],
  [1011, { do: 'retry', report: false }],
  [1012, { do: 'retry', report: false }],
  [1002, { do: 'slow', minMs: 60_000, always: true, report: true }],
  [1007, { do: 'slow', minMs: 60_000, always: true, report: true }],
  [1008, { do: 'slow', minMs: 60_000, always: true, report: true }],
  [1009, { do: 'retry', report: true }],
  [1013, { do: 'slow', minMs: 3_000, always: false, report: false }],
  [4401, { do: 'refresh' }],
  [4403, { do: 'halt', reason: 'forbidden' }],
  [4409, { do: 'halt', reason: 'too_many_connections' }],
  [4410, { do: 'retry', report: false }],
  [4429, { do: 'slow', minMs: 30_000, always: false, report: true }],
  [1003, { do: 'retry', report: false }],
  [1014, { do: 'retry', report: false }],
  [3000, { do: 'retry', report: false }],
  [3999, { do: 'retry', report: false }],
  [4000, { do: 'retry', report: false }],
  [4400, { do: 'retry', report: false }],
  [4499, { do: 'retry', report: false }],
  [4500, { do: 'halt', reason: 'closed_4500' }],
  [4999, { do: 'halt', reason: 'closed_4999' }],
])('a close with %i', (code, action) => {
  expect(closeAction(code)).toEqual(action)
})
