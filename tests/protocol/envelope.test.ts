import { describe, expect, it } from 'vitest'
import { closeAction } from '../../src/protocol/closeCodes.js'
import { readFrame, readMessage, type Envelope } from '../../src/protocol/envelope.js'

const refusal = (frame: string): unknown => {
  try {
    return readMessage(frame)
  } catch (error) {
    return (error as { code?: string }).code
  }
}
const nested = (levels: number) => `{"type":"x","data":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`

describe('a frame from a client', () => {
  it.each(['', '{', 'null', '7', '"x"', '[]', '[{"type":"ping"}]'])('%s is no message', (frame) => {
    expect(refusal(frame)).toBe('invalid_json')
  })

  it('may be nested 16 levels deep, the outermost object being the first', () => {
    expect(refusal(nested(16))).toMatchObject({ type: 'x' })
    expect(refusal(nested(17))).toBe('too_deep')
    expect(refusal(nested(100_000))).toBe('too_deep')
  })

  it('needs a type, and keeps only what an envelope has', () => {
    expect(refusal('{"data":{}}')).toBe('validation_failed')
    expect(refusal('{"type":"x","data":1,"id":7,"admin":true,"__proto__":{"y":1}}')).toEqual({ type: 'x', data: 1 })
  })
})

it('a frame from the server holds one message or several in order; what is no message is left out and told', () => {
  const messages: Envelope[] = []
  const unreadable: string[] = []
  const read = (frame: string) =>
    readFrame(
      frame,
      (message) => messages.push(message),
      (why) => unreadable.push(why),
    )
  read('{"type":"a","data":1}')
  read('[{"type":"b","data":2},7,{"type":"c","data":3}]')
  read('<html>')
  expect(messages.map(({ type }) => type)).toEqual(['a', 'b', 'c'])
  expect(unreadable).toHaveLength(2)
})

it.each([
  [1000, 'retry'],
  [1001, 'retry'],
  [1006, 'retry'],
  [1008, 'slow'],
  [1011, 'retry'],
  [1012, 'retry'],
  [1013, 'slow'],
  [4401, 'refresh'],
  [4403, 'halt'],
  [4409, 'halt'],
  [4410, 'retry'],
  [4429, 'slow'],
  [4444, 'retry'],
  [4555, 'halt'],
])('close code %i means: %s', (code, action) => {
  expect(closeAction(code).do).toBe(action)
})
