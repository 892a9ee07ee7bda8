import { useDraftSync, type DraftSync, type FormContent } from 'pitchey-live'
import { useEffect, useState } from 'react'
import { beforeEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { dice } from '../support/dice.js'
import { command, mount, send, signIn } from '../support/stage.js'

const WORDS = 20_000
let shown: DraftSync<FormContent>
beforeEach(async () => {
  localStorage.clear()
  await signIn('ana')
})

/** Few words often and many seldom, as people write. */
function prose(): string {
  const roll = dice(42)
  return Array.from(
    { length: WORDS },
    (_, n) => `w${Math.floor(8_000 ** roll.random())}${n % 120 === 119 ? '.\n\n' : ''}`,
  ).join(' ')
}

function Editor() {
  const draft = useDraftSync({
    draftId: 'long',
    draftType: 'pitch',
    autoSaveInterval: 1_000,
    conflictResolution: 'merge',
  })
  const { content, updateContent } = draft
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    shown = draft
  })
  // As an application does it that wants to show what is there.
  // oxlint-disable-next-line react/set-state-in-effect
  useEffect(() => setText(content?.['text'] ?? null), [content])
  return text === null ? null : (
    <textarea
      aria-label="Text"
      value={text}
      onChange={({ target }) => {
        setText(target.value)
        const began = performance.now()
        updateContent({ text: target.value })
        edits.push(performance.now() - began)
      }}
    />
  )
}
let edits: number[] = []

test('a person types into 20,000 words while another saves: no key takes long, nothing is lost', async () => {
  const text = prose()
  let theirs = text
  let revision = 1
  await command('ana', 'draft_sync', { draftId: 'long', draftType: 'pitch', content: { text }, baseRevision: 0 })
  mount(<Editor />)
  await expect.poll(() => shown?.content?.['text']?.length).toBe(text.length)
  const field = document.querySelector('textarea')
  field?.focus()
  field?.setSelectionRange(text.length, text.length)
  const joined = new Set<number>()
  for (let round = 0; round < 8; round += 1) {
    await userEvent.keyboard(`key${round} `)
    const now = await saved()
    theirs = `by-another-${round} ${now.text}`
    revision = now.revision
    // Somebody was faster at times; then they try again, as anybody does.
    const ok = await command('ana', 'draft_sync', {
      draftId: 'long',
      draftType: 'pitch',
      content: { text: theirs },
      baseRevision: revision,
    }).then(
      () => true,
      () => false,
    )
    if (ok) joined.add(round)
    await userEvent.keyboard(`more${round} `)
  }
  await expect.poll(() => shown.status).toBe('clean')
  const end = shown.content?.['text'] ?? ''
  for (let round = 0; round < 8; round += 1) expect(end).toContain(`key${round} more${round}`)
  for (let round = 0; round < 8; round += 1) if (joined.has(round)) expect(end).toContain(`by-another-${round} `)
  expect(joined.size).toBeGreaterThan(3)
  // What the page does besides, such as breaking so long a text into lines, is not ours.
  const sorted = edits.toSorted((a, b) => a - b)
  expect(sorted[sorted.length >> 1]).toBeLessThan(16)
  expect(sorted.at(-1)).toBeLessThan(50)
})

const saved = async () => {
  const { data } = (await send('ana', 'GET', '/api/snapshots/draft:long', undefined)) as {
    data: { content: { text: string }; revision: number }
  }
  return { text: data.content.text, revision: data.revision }
}
