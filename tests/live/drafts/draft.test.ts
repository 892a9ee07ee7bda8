import { beforeEach, describe, expect, test } from 'vitest'
import { fieldMerge } from '../../support/fieldMerge.js'
import type { Content } from '../../../src/live/drafts/content.js'
import { copyOf, isDirty, newDraft, statusOf } from '../../../src/live/drafts/draft.js'
import type { Copy, Draft, DraftEvent, World } from '../../../src/live/drafts/draft.js'
import { editOf, newForm, shownTo, type Form } from '../../../src/live/drafts/form.js'
import { conflictsOf } from '../../../src/live/drafts/join.js'
import { dueAt } from '../../../src/live/drafts/save.js'
import { byField, byWord, choose } from '../../../src/live/drafts/rule.js'
import { step } from '../../../src/live/drafts/step.js'
import { dice } from '../../support/dice.js'

const INTERVAL = 5_000
const STORED = { title: 'Alpha', description: 'A long text', budget: 4 }

describe('a draft', () => {
  let draft: Draft
  let form: Form
  let now: number
  let ids: number
  let isValid: (content: Content) => boolean
  let wins: World['wins']
  const world = (): World => ({
    tab: 'this',
    now,
    intervalMs: INTERVAL,
    newId: () => `save ${(ids += 1)}`,
    isValid: (content) => isValid(content),
    words: fieldMerge,
    sides: fieldMerge,
    wins,
    maxFailures: 3,
  })
  const take = (...events: readonly DraftEvent[]) => {
    for (const event of events) {
      draft = step(draft, event, world())
      form = shownTo(form, draft.mine)
    }
    return draft
  }
  const type = (content: Content) => {
    const edit = editOf(form, content, draft.mine, draft.confirmed?.content)
    if (!edit) throw new Error('It shows what is another user’s')
    form = edit.form
    return take({ is: 'edited', from: edit.from, to: edit.to })
  }
  const stored = (content: Content, revision = 1) => take({ is: 'confirmed', version: { content, revision } })
  const pass = (ms: number) => {
    now += ms
    return take({ is: 'due' })
  }
  const saved = (revision: number) => take({ is: 'saved', id: draft.saving?.id ?? '', revision })
  const decide = (choice: 'mine' | 'theirs') => {
    const { conflicts } = conflictsOf(draft, world())
    return take({ is: 'resolved', choices: Object.fromEntries(conflicts.map(({ id }) => [id, choice])) })
  }
  beforeEach(() => {
    draft = newDraft
    form = newForm
    now = ids = 0
    isValid = () => true
    wins = null
    take({ is: 'link', isUp: true })
  })

  describe('a form that was filled before the content came, and passes whole objects', () => {
    test('what it left empty overwrites nothing; what was typed without seeing what is there is asked about', () => {
      stored(STORED)
      type({ title: 'B', description: '' })
      expect(draft.mine).toEqual({ ...STORED, title: 'B' })
      expect(statusOf(draft)).toBe('conflict')
      expect(conflictsOf(draft, world()).conflicts.map(({ path }) => path)).toEqual([['title']])
      decide('theirs')
      expect(draft.mine).toEqual(STORED)
    })
    test('typed into before the content comes: nothing is lost, on either side', () => {
      type({ title: 'B', description: '' })
      stored(STORED)
      expect(draft.mine).toEqual({ title: 'B' })
      expect(statusOf(draft)).toBe('conflict')
      expect(conflictsOf(draft, world()).content).toEqual({ ...STORED, title: 'B' })
      decide('mine')
      expect(draft.mine).toEqual({ ...STORED, title: 'B' })
    })
    test('into a draft that nobody ever saved: no question, and no field that was left empty', () => {
      type({ title: 'B', description: '' })
      stored({}, 0)
      expect(draft.mine).toEqual({ title: 'B' })
      type({ title: 'B', description: 'D' })
      expect(draft.mine).toEqual({ title: 'B', description: 'D' })
      expect(statusOf(draft)).toBe('dirty')
    })
    test('after theirs was taken, the old text in the form is not written back', () => {
      stored({ title: 'Alpha' })
      type({ title: 'Alpha!' })
      stored({ title: 'Beta' }, 2)
      decide('theirs')
      expect(draft.mine).toEqual({ title: 'Beta' })
      type({ title: 'Alpha!?' })
      expect(statusOf(draft)).toBe('conflict')
      expect(draft.saving).toBeNull()
      expect(decide('theirs').mine).toEqual({ title: 'Beta' })
    })
  })

  test('a form that shows what is there: an edit is an edit, also of the only field', () => {
    stored({ title: 'Alpha' })
    type({ title: 'Alphabet' })
    expect(draft.mine).toEqual({ title: 'Alphabet' })
    expect(statusOf(draft)).toBe('dirty')
    type({ title: '' })
    expect(draft.mine).toEqual({ title: '' })
  })
  test.each([
    ['one field replaced', { title: 'Other', description: 'A long text' }],
    ['one field cleared', { title: '', description: 'A long text' }],
    ['everything replaced', { title: 'Other', description: 'Another' }],
  ])('a form that shows what is there, first edit: %s', (_, content) => {
    stored(STORED)
    type(content)
    expect([draft.mine, draft.fork]).toEqual([{ ...STORED, ...content }, null])
  })
  test('a form of one field that was empty: its first letter is asked about', () => {
    stored({ title: 'Alpha' })
    type({ title: 'B' })
    expect(statusOf(draft)).toBe('conflict')
  })
  test('a form that was filled with an older version takes nothing of the newer one away', () => {
    stored(STORED)
    stored({ ...STORED, description: 'Changed' }, 2)
    type({ title: 'Alpha!', description: 'A long text' })
    expect([draft.mine, draft.fork]).toEqual([{ ...STORED, title: 'Alpha!', description: 'Changed' }, null])
  })
  test('a field taken away stays away; one that the form never had stays there', () => {
    stored(STORED)
    type({ title: 'Alpha', description: 'A long text, longer' })
    expect(draft.mine).toHaveProperty('budget', 4)
    type({ title: 'Alpha' })
    expect(draft.mine).toEqual({ title: 'Alpha', budget: 4 })
  })

  describe('saving', () => {
    beforeEach(() => void stored({ title: 'A' }))
    test('waits for a pause in typing, but not for ever', () => {
      type({ title: 'Aa' })
      for (let n = 0; n < 5; n += 1) {
        pass(INTERVAL / 2)
        if (draft.saving) break
        type({ title: `Aa${'a'.repeat(n + 1)}` })
      }
      expect(draft.saving).toBeNull()
      pass(INTERVAL / 2)
      expect(draft.saving).toMatchObject({ baseRevision: 1, content: draft.mine })
      expect(now).toBe(3 * INTERVAL)
    })
    test('what is typed meanwhile stays unsaved, and follows on the revision of the reply', () => {
      type({ title: 'Aa' })
      pass(INTERVAL)
      type({ title: 'Aab' })
      saved(2)
      expect(isDirty(draft)).toBe(true)
      expect(draft.confirmed).toEqual({ content: { title: 'Aa' }, revision: 2 })
      pass(INTERVAL)
      expect(draft.saving).toMatchObject({ baseRevision: 2, content: { title: 'Aab' } })
    })
    test('heard of over the stream before the reply: nobody is asked about what they typed meanwhile', () => {
      type({ title: 'Aa' })
      pass(INTERVAL)
      type({ title: 'Aab' })
      stored({ title: 'Aa' }, 2)
      saved(2)
      expect([draft.fork, draft.confirmed?.revision, draft.mine]).toEqual([null, 2, { title: 'Aab' }])
    })
    test('unchanged content is not sent', () => {
      type({ title: 'Aa' })
      type({ title: 'A' })
      pass(10 * INTERVAL)
      expect([draft.saving, ids, statusOf(draft)]).toEqual([null, 0, 'clean'])
    })
    test('by hand it goes at once', () => {
      type({ title: 'Aa' })
      take({ is: 'save' })
      expect(draft.saving).not.toBeNull()
    })
    test('a lost reply: sent again under the same id, until one comes', () => {
      type({ title: 'Aa' })
      take({ is: 'save' })
      const first = draft.saving
      take({ is: 'unanswered', id: 'save 1', isReachable: true })
      expect(draft.saving).not.toBe(first)
      expect(draft.saving).toEqual(first)
      take({ is: 'link', isUp: false })
      expect(statusOf(draft)).toBe('offline')
      take({ is: 'link', isUp: true })
      expect(draft.saving).toEqual(first)
      saved(2)
      expect(statusOf(draft)).toBe('clean')
    })
    test('a reply to another save means nothing', () => {
      type({ title: 'Aa' })
      take({ is: 'save' }, { is: 'saved', id: 'save 0', revision: 9 })
      expect(draft.confirmed?.revision).toBe(1)
      take({ is: 'refused', id: 'save 0', refusal: { why: 'forbidden' } })
      expect(statusOf(draft)).toBe('saving')
    })
    test('content that is not valid is kept and not sent; the next edit is tried', () => {
      isValid = ({ title }) => title !== 'void'
      type({ title: 'void' })
      pass(INTERVAL)
      expect([draft.saving, draft.trouble, draft.mine]).toEqual([null, 'invalid', { title: 'void' }])
      expect(dueAt(draft, world())).toBeNull()
      type({ title: 'B' })
      pass(INTERVAL)
      expect(draft.saving).toMatchObject({ content: { title: 'B' } })
    })
    test('failures are tried again when they say, and are told after a few; a new link tries at once', () => {
      type({ title: 'Aa' })
      take({ is: 'save' })
      for (let n = 1; n <= 3; n += 1) {
        take({ is: 'refused', id: `save ${n}`, refusal: { why: 'failed', retryAfterMs: 9_000 } })
        expect(dueAt(draft, world())).toBe(now + 9_000)
        expect(statusOf(draft)).toBe(n < 3 ? 'dirty' : 'error')
        if (n < 3) pass(9_000)
      }
      take({ is: 'link', isUp: false }, { is: 'link', isUp: true })
      pass(INTERVAL)
      saved(2)
      expect(statusOf(draft)).toBe('clean')
    })
    test('refused for good: never sent again, and still there', () => {
      type({ title: 'Aa' })
      take({ is: 'save' }, { is: 'refused', id: 'save 1', refusal: { why: 'forbidden' } })
      pass(100 * INTERVAL)
      expect([draft.saving, statusOf(draft), draft.mine]).toEqual([null, 'error', { title: 'Aa' }])
    })
  })

  describe('the server went on', () => {
    beforeEach(() => void stored({ title: 'A', note: 'N' }))
    test('and we did not: adopted without a word', () => {
      stored({ title: 'B', note: 'N' }, 2)
      expect([draft.mine, statusOf(draft)]).toEqual([{ title: 'B', note: 'N' }, 'clean'])
    })
    test('elsewhere: both changes stand, and ours is saved on top', () => {
      type({ title: 'A', note: 'Nn' })
      stored({ title: 'B', note: 'N' }, 2)
      expect(draft.mine).toEqual({ title: 'B', note: 'Nn' })
      pass(INTERVAL)
      expect(draft.saving).toMatchObject({ baseRevision: 2 })
    })
    test('at the same place: nothing is saved until somebody has decided; typing goes on', () => {
      type({ title: 'Aa', note: 'N' })
      stored({ title: 'B', note: 'N' }, 2)
      type({ title: 'Aaa', note: 'N' })
      pass(100 * INTERVAL)
      expect([draft.saving, draft.mine.title, draft.fork?.theirs.title]).toEqual([null, 'Aaa', 'B'])
      decide('mine')
      expect(draft.saving).toMatchObject({ baseRevision: 2, content: { title: 'Aaa', note: 'N' } })
    })
    test('and came to the same: no question', () => {
      type({ title: 'Bravo', note: 'N' })
      stored({ title: 'Bravo', note: 'N' }, 2)
      expect(statusOf(draft)).toBe('clean')
    })
    test('and goes on while we are asked: the newest is what is decided about', () => {
      type({ title: 'Aa', note: 'N' })
      stored({ title: 'B', note: 'N' }, 2)
      stored({ title: 'C', note: 'M' }, 3)
      expect(draft.fork?.theirs).toEqual({ title: 'C', note: 'M' })
      expect(decide('theirs').mine).toEqual({ title: 'C', note: 'M' })
    })
    test('an older version, heard of late, changes nothing', () => {
      stored({ title: 'B', note: 'N' }, 5)
      stored({ title: 'X', note: 'X' }, 4)
      expect([draft.mine.title, draft.confirmed?.revision]).toEqual(['B', 5])
    })
    test('refused, because somebody was faster: joined with theirs and saved at once', () => {
      type({ title: 'A', note: 'Nn' })
      take({ is: 'save' })
      const current = { content: { title: 'B', note: 'N' }, revision: 2 }
      take({ is: 'refused', id: 'save 1', refusal: { why: 'conflict', current, retryAfterMs: 0 } })
      expect(draft.saving).toMatchObject({ baseRevision: 2, content: { title: 'B', note: 'Nn' } })
    })
    test.each([
      ['mine', 'Aa'],
      ['theirs', 'B'],
    ] as const)('where %s always wins, nobody is asked, and it can be taken back', (side, title) => {
      wins = side
      type({ title: 'Aa', note: 'N' })
      stored({ title: 'B', note: 'N' }, 2)
      expect([draft.mine.title, draft.fork]).toEqual([title, null])
      take({ is: 'undone' })
      expect(statusOf(draft)).toBe('conflict')
    })
    test('a decision is taken back, but not with what was written since', () => {
      type({ title: 'Aa', note: 'N' })
      stored({ title: 'B', note: 'N' }, 2)
      decide('theirs')
      take({ is: 'undone' })
      expect([draft.mine.title, statusOf(draft)]).toEqual(['Aa', 'conflict'])
      decide('mine')
      type({ title: 'Aa', note: 'Nn' })
      expect(take({ is: 'undone' }).mine).toEqual({ title: 'Aa', note: 'Nn' })
    })
  })

  test('a decision that is taken back after the server went on: the newest is what is decided about anew', () => {
    stored({ title: 'A', note: 'N' })
    type({ title: 'Aa', note: 'N' })
    stored({ title: 'B', note: 'N' }, 2)
    decide('mine')
    saved(3)
    take({ is: 'undone' })
    stored({ title: 'C', note: 'M' }, 4)
    expect([draft.mine.title, draft.fork?.theirs]).toEqual(['Aa', { title: 'C', note: 'M' }])
    decide('mine')
    expect(draft.saving).toMatchObject({ baseRevision: 4, content: { title: 'Aa', note: 'M' } })
  })

  describe('what an earlier visit left', () => {
    const joined = { content: { title: 'A' }, revision: 1 }
    const copy = { confirmed: joined, joined, mine: { title: 'Aa' }, fork: null, seen: { other: 1 }, tab: 'other' }
    test('the server is where it was: saved without a question', () => {
      take({ is: 'restored', copy })
      stored({ title: 'A' })
      pass(INTERVAL)
      expect(draft.saving).toMatchObject({ baseRevision: 1, content: { title: 'Aa' } })
    })
    test('and typed before it was found: both stand, or are asked about', () => {
      type({ title: '', note: 'new' })
      stored({ title: 'A' })
      take({ is: 'restored', copy })
      expect(draft.mine).toEqual({ title: 'Aa', note: 'new' })
      expect(draft.fork).toBeNull()
    })
    test('and the server went on: asked', () => {
      stored({ title: 'B' }, 2)
      take({ is: 'restored', copy })
      expect(statusOf(draft)).toBe('conflict')
    })
  })

  test('what another tab typed is here, too; that tab saves it, and this one only if it does not', () => {
    stored({ title: 'A' })
    const joined = { content: { title: 'A' }, revision: 1 }
    const copy = { confirmed: joined, joined, mine: { title: 'Aa' }, fork: null, seen: { other: 1 }, tab: 'other' }
    take({ is: 'edited elsewhere', copy })
    expect(draft.mine).toEqual({ title: 'Aa' })
    pass(INTERVAL)
    expect(draft.saving).toBeNull()
    pass(INTERVAL)
    expect(draft.saving).not.toBeNull()
  })
})

describe('a form that has passed something, and was shown something since', () => {
  const edit = (passed: Content, shown: Content, content: Content, follows: boolean | null = null) => {
    const form: Form = shownTo({ ...newForm, passed, follows }, shown)
    const { from, to } = editOf(form, content, shown, shown) ?? {}
    return [from, to]
  }
  test('one that shows it: the edit is what was made of it', () => {
    expect(edit({ t: '0 1 ' }, { t: '0 1 2 3 ' }, { t: '0 1 2 3 4' })).toEqual([{ t: '0 1 2 3 ' }, { t: '0 1 2 3 4' }])
  })
  test('one that does not: the edit is what was made of what it had', () => {
    expect(edit({ t: '0 1 ' }, { t: '0 1 2 3 ' }, { t: '0 1 x' })).toEqual([{ t: '0 1 ' }, { t: '0 1 x' }])
  })
  test('each field by itself', () => {
    const [from, to] = edit({ t: 'one', n: 'one' }, { t: 'one two', n: 'one two' }, { t: 'one two!', n: 'one' })
    expect([from, to]).toEqual([
      { t: 'one two', n: 'one' },
      { t: 'one two!', n: 'one' },
    ])
  })
  test('where the value itself does not tell, the other fields do, and what it did before', () => {
    expect(edit({ n: 1, t: 'a' }, { n: 2, t: 'b' }, { n: 3, t: 'b' })[0]).toEqual({ n: 2, t: 'b' })
    expect(edit({ n: 1, t: 'a' }, { n: 2, t: 'b' }, { n: 3, t: 'a' })[0]).toEqual({ n: 1, t: 'a' })
    expect(edit({ n: 1 }, { n: 2 }, { n: 3 })[0]).toEqual({ n: 1 })
    expect(edit({ n: 1 }, { n: 2 }, { n: 3 }, true)[0]).toEqual({ n: 2 })
  })
})

/** Two tabs of one person, between whom copies travel as slowly as they like. */
test.each(Array.from({ length: 40 }, (_, n) => n + 1))(
  'tabs of one person, typed in by turns, with late echoes, run %i',
  (seed) => {
    const roll = dice(seed)
    const world = (tab: string): World => ({
      tab,
      now: 0,
      intervalMs: 5_000,
      newId: () => 'save',
      isValid: () => true,
      words: byWord,
      sides: byField,
      wins: null,
      maxFailures: 3,
    })
    const start = step(newDraft, { is: 'confirmed', version: { content: {}, revision: 0 } }, world(''))
    const open = (name: string) => ({ name, draft: start, inbox: [] as Copy[], isDue: false })
    const first = open('one')
    const tabs = [first, open('two'), open('three')]
    const write = (from: (typeof tabs)[number]) => {
      for (const to of tabs) if (to !== from) to.inbox.push(copyOf(from.draft, from.name))
      from.isDue = false
    }
    const hear = (tab: (typeof tabs)[number]) => {
      const copy = tab.inbox.shift()
      if (!copy) return
      const before = tab.draft
      tab.draft = step(before, { is: 'edited elsewhere', copy }, world(tab.name))
      // What was heard is kept in turn, a while later: an echo.
      if (tab.draft !== before) tab.isDue = true
    }
    let text = ''
    for (let n = 0; n < 60; n += 1) {
      const tab = tabs[dice(seed * 1_000 + Math.floor(n / 4)).below(3)] ?? first
      while (tab.inbox.length > 0) hear(tab)
      expect(tab.draft.mine['title'] ?? '').toBe(text)
      // Now and then something is taken back, which no echo may bring again.
      const to = roll.chance(0.2) ? text.slice(0, -2) : `${text}${n} `
      tab.draft = step(tab.draft, { is: 'edited', from: tab.draft.mine, to: { title: to } }, world(tab.name))
      text = to
      write(tab)
      for (const other of tabs) {
        if (roll.chance(0.5)) hear(other)
        if (other.isDue && roll.chance(0.5)) write(other)
      }
    }
    for (let round = 0; round < 50; round += 1)
      for (const tab of tabs) {
        while (tab.inbox.length > 0) hear(tab)
        if (tab.isDue) write(tab)
      }
    expect(tabs.map(({ draft }) => [draft.mine['title'], draft.fork])).toEqual(tabs.map(() => [text, null]))
  },
)

test('what another tab saved, heard of from the server before it was heard of from the tab', () => {
  const world: World = {
    tab: 'this',
    now: 0,
    intervalMs: 5_000,
    newId: () => 'save',
    isValid: () => true,
    words: byWord,
    sides: byField,
    wins: null,
    maxFailures: 3,
  }
  const joined = { content: { title: 'A' }, revision: 1 }
  const copy = {
    confirmed: joined,
    joined,
    mine: { title: 'A b c' },
    fork: null,
    seen: { this: 1, other: 1 },
    tab: 'other',
  }
  const events: readonly DraftEvent[] = [
    { is: 'confirmed', version: joined },
    { is: 'edited', from: { title: 'A' }, to: { title: 'A b' } },
    { is: 'confirmed', version: { content: { title: 'A b c' }, revision: 2 } },
    { is: 'edited elsewhere', copy },
  ]
  const [, , asked, answered] = events.reduce<readonly Draft[]>(
    (drafts, event) => [...drafts, step(drafts.at(-1) ?? newDraft, event, world)],
    [],
  )
  expect(asked?.fork).not.toBeNull()
  expect(answered && [answered.fork, answered.mine, isDirty(answered)]).toEqual([null, { title: 'A b c' }, false])
})

describe('the server counts anew', () => {
  const world: World = {
    tab: 'this',
    now: 0,
    intervalMs: 5_000,
    newId: () => 'save',
    isValid: () => true,
    words: byWord,
    sides: byField,
    wins: null,
    maxFailures: 3,
  }
  const at = (content: Content, revision: number): DraftEvent => ({ is: 'confirmed', version: { content, revision } })
  const run = (...events: readonly DraftEvent[]) =>
    events.reduce((draft, event) => step(draft, event, world), step(newDraft, { is: 'link', isUp: true }, world))
  const typed: DraftEvent = { is: 'edited', from: { title: 'Ten' }, to: { title: 'Ten, more' } }

  test('a save onto a revision that is no more: asked, with both, and saved onto what there is', () => {
    const before = run(at({ title: 'Ten', lost: 'L' }, 10), typed, { is: 'save' })
    const current = { content: { title: 'Seven' }, revision: 7 }
    const asked = step(
      before,
      { is: 'refused', id: 'save', refusal: { why: 'conflict', current, retryAfterMs: 0 } },
      world,
    )
    expect([statusOf(asked), asked.saving, asked.confirmed?.revision]).toEqual(['conflict', null, 7])
    const [conflict] = conflictsOf(asked, world).conflicts
    expect(conflict).toMatchObject({ path: ['title'], mine: 'Ten, more', theirs: 'Seven' })
    const done = step(asked, { is: 'resolved', choices: { [conflict?.id ?? '']: 'mine' } }, world)
    expect(done.saving).toMatchObject({ baseRevision: 7, content: { title: 'Ten, more', lost: 'L' } })
  })
  test('another text under a revision that is known: nothing is saved over it', () => {
    const draft = run(at({ title: 'Ten' }, 10), typed, at({ title: 'Another ten' }, 10))
    expect([statusOf(draft), draft.saving]).toEqual(['conflict', null])
  })
  test('while a question is open that only we know of: its answer does not pass over what the server has now', () => {
    const open = run(at({ title: 'Ten' }, 10), { is: 'edited', from: { title: 'Old' }, to: { title: 'Stale' } })
    expect(open.fork?.isOurs).toBe(true)
    const anew = step(
      open,
      { is: 'began anew', version: { content: { title: 'Seven', note: 'N' }, revision: 7 } },
      world,
    )
    const answer = (draft: Draft) => {
      const { conflicts } = conflictsOf(draft, world)
      return step(draft, { is: 'resolved', choices: choose(conflicts, 'mine') }, world)
    }
    const first = answer(anew)
    expect([statusOf(first), first.saving]).toEqual(['conflict', null])
    expect(answer(first).saving).toMatchObject({ baseRevision: 7, content: { title: 'Stale', note: 'N' } })
  })
  test('a conflict that does not say with what is tried again later, and told after a few', () => {
    let draft = run(at({ title: 'Ten' }, 10), typed, { is: 'save' })
    for (let n = 1; n <= 3; n += 1) {
      const refusal = { why: 'conflict', current: null, retryAfterMs: 9_000 } as const
      draft = step(draft, { is: 'refused', id: 'save', refusal }, world)
      expect([draft.saving, draft.mine, dueAt(draft, world)]).toEqual([null, { title: 'Ten, more' }, 9_000])
      if (n < 3) draft = step(draft, { is: 'due' }, { ...world, now: 9_000 })
    }
    expect(statusOf(draft)).toBe('error')
  })
})
