import { expect, test } from 'vitest'
import { createEditor } from '../../../src/live/drafts/editor.js'
import { byField, byWord } from '../../../src/live/drafts/rule.js'
import { manualClock } from '../../support/manualClock.js'

test('a timer that rings a fraction of a millisecond early does not keep an edit from being saved', () => {
  const clock = manualClock()
  const sent: unknown[] = []
  const editor = createEditor({
    // As browsers do: they count whole milliseconds, the page's clock does not.
    clock: { ...clock, frame: () => () => undefined, after: (ms, run) => clock.after(Math.max(0.1, ms - 0.4), run) },
    random: () => 0,
    newId: () => 'one',
    openLine: ({ onLink, onUser }) => {
      queueMicrotask(() => {
        onUser('ana')
        onLink(true)
      })
      return { isOpen: () => true, send: (message) => sent.push(message.data), end: () => undefined }
    },
    copyKey: () => Promise.resolve(null),
    message: (save) => ({ type: 'draft_sync', data: save.content }),
    objection: () => null,
    revisionOf: () => 1,
    currentOf: () => null,
    settings: {
      intervalMs: 5_000,
      maxFailures: 10,
      words: byWord,
      sides: byField,
      wins: null,
      copies: null,
      isValid: () => true,
    },
  })
  return Promise.resolve().then(() => {
    const form = editor.openForm()
    form.confirm({ content: {}, revision: 0 })
    form.edit({ title: 'Rain' })
    clock.advance(5_001)
    expect(sent).toEqual([{ title: 'Rain' }])
  })
})
