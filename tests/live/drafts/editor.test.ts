import { expect, test } from 'vitest'
import type { Copies } from '../../../src/live/drafts/copies.js'
import type { Content } from '../../../src/live/drafts/content.js'
import type { Copy } from '../../../src/live/drafts/draft.js'
import { createEditor, type Editor } from '../../../src/live/drafts/editor.js'
import type { Form } from '../../../src/live/drafts/forms.js'
import { byField, byWord } from '../../../src/live/drafts/rule.js'
import type { Line, LineListener } from '../../../src/live/outbox/lines.js'

/** One page with a line whose other end is the test; timers fire when the test says, too early if it likes. */
function openPage(copies: Copies | null = null) {
  let now = 0
  let ids = 0
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  const sent: { readonly id: string; readonly content: Content; readonly baseRevision: number }[] = []
  const page: { listener: LineListener | null } = { listener: null }
  const editor = createEditor({
    clock: {
      now: () => now,
      after: (ms, run) => {
        const timer = { at: now + ms, run }
        timers.add(timer)
        return () => timers.delete(timer)
      },
      frame: () => () => undefined,
    },
    random: () => 0,
    newId: () => `${(ids += 1)}`,
    openLine: (listener): Line => {
      page.listener = listener
      return {
        isOpen: () => true,
        send: ({ id, data }) => sent.push({ id, ...(data as { content: Content; baseRevision: number }) }),
        end: () => undefined,
      }
    },
    copyKey: (userKey) => Promise.resolve(userKey),
    message: (save) => ({ type: 'draft_sync', data: save }),
    objection: () => null,
    revisionOf: ({ result }) => Number(result),
    currentOf: () => null,
    settings: {
      intervalMs: 5_000,
      isValid: () => true,
      words: byWord,
      sides: byField,
      wins: null,
      maxFailures: 3,
      copies,
    },
  })
  return {
    editor,
    sent,
    listener: () => {
      if (!page.listener) throw new Error('No line was opened')
      return page.listener
    },
    /** Runs what is due within so many ms, the first of it so much too early. */
    pass: (ms: number, earlyMs = 0) => {
      const end = now + ms
      let early = earlyMs
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)
        if (!next) break
        timers.delete(next)
        now = Math.max(now, next.at - early)
        early = 0
        next.run()
      }
      now = end
    },
    timers: () => timers.size,
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

/** Into a draft that nobody saved yet, with a line that is open. */
async function anaTypes(editor: Editor, listener: LineListener, content: Content): Promise<Form> {
  listener.onUser('ana')
  listener.onLink(true)
  await settled()
  const form = editor.openForm()
  form.confirm({ content: {}, revision: 0 })
  form.edit(content)
  return form
}

test('a timer that is early is waited for again: what was typed is saved all the same', async () => {
  const { editor, sent, listener, pass } = openPage()
  await anaTypes(editor, listener(), { title: 'A' })
  pass(4_000)
  pass(2_000, 0.4)
  expect(sent.map(({ content }) => content)).toEqual([{ title: 'A' }])
})

test('a clock that leaps ahead saves at once, and once', async () => {
  const { editor, sent, listener, pass } = openPage()
  await anaTypes(editor, listener(), { title: 'A' })
  pass(8 * 60 * 60_000)
  listener().onAnswer(sent[0]?.id ?? '', { is: 'ack', ack: { result: 1 } })
  pass(8 * 60 * 60_000)
  expect(sent).toHaveLength(1)
  expect(editor.get().status).toBe('clean')
})

test('where nothing can be kept, a user who comes back finds it, and nobody else does', async () => {
  const { editor, sent, listener } = openPage()
  await anaTypes(editor, listener(), { title: 'Of Ana' })
  listener().onUser('ben')
  expect([editor.get().content, editor.get().isDirty]).toEqual([null, false])
  editor.save()
  expect(sent).toEqual([])
  listener().onUser('ana')
  await settled()
  expect(editor.get().content).toEqual({ title: 'Of Ana' })
})

test('what was kept on a base that the server has long forgotten is joined by that base all the same', async () => {
  const base = { content: { title: 'One', note: 'N' }, revision: 1 }
  const copy: Copy = {
    confirmed: base,
    joined: base,
    mine: { title: 'One', note: 'Mine' },
    fork: null,
    seen: {},
    tab: 'x',
  }
  const copies: Copies = { read: () => copy, write: () => undefined, watch: () => () => undefined }
  const { editor, listener, sent } = openPage(copies)
  listener().onLink(true)
  const form = editor.openForm()
  form.confirm({ content: { title: 'Ninety', note: 'N' }, revision: 90 })
  listener().onUser('ana')
  await settled()
  editor.save()
  expect(editor.get().merged.conflicts).toEqual([])
  expect(sent).toMatchObject([{ content: { title: 'Ninety', note: 'Mine' }, baseRevision: 90 }])
})

test('nobody looks at it any more: it stays until all is saved, and leaves no timer', async () => {
  const { editor, sent, listener, timers } = openPage()
  const form = await anaTypes(editor, listener(), { title: 'One' })
  editor.save()
  form.edit({ title: 'One, two' })
  let isEnded = false
  editor.close(() => (isEnded = true))
  expect(isEnded).toBe(false)
  listener().onAnswer(sent[0]?.id ?? '', { is: 'ack', ack: { result: 1 } })
  expect([sent.at(-1)?.content, sent.at(-1)?.baseRevision, isEnded]).toEqual([{ title: 'One, two' }, 1, false])
  listener().onAnswer(sent[1]?.id ?? '', { is: 'ack', ack: { result: 2 } })
  expect([isEnded, timers()]).toEqual([true, 0])
})

test('an editor that waits to save what cannot be kept ends with the engine, whichever goes first', async () => {
  for (const order of ['closed first', 'disposed first']) {
    let watching = 0
    const refusing: Copies = {
      read: () => null,
      write: () => {
        throw new DOMException('Full', 'QuotaExceededError')
      },
      watch: () => {
        watching += 1
        return () => void (watching -= 1)
      },
    }
    const { editor, listener, timers } = openPage(refusing)
    listener().onUser('ana')
    await settled()
    const form = editor.openForm()
    form.confirm({ content: {}, revision: 0 })
    form.edit({ title: 'A' })
    let ended = false
    const close = () => editor.close(() => void (ended = true))
    if (order === 'closed first') {
      close()
      expect([ended, watching], order).toEqual([false, 1])
      listener().onDispose()
    } else {
      listener().onDispose()
      close()
    }
    expect([ended, watching, timers()], order).toEqual([true, 0, 0])
  }
})
