import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDirty, statusOf } from '../../../src/live/drafts/draft.js'
import type { Choice } from '../../../src/live/drafts/resolve.js'
import { byField, byWord } from '../../../src/live/drafts/rule.js'
import { draftWorld } from '../../support/draftWorld.js'
import { fieldMerge } from '../../support/fieldMerge.js'

const RUNS = Number(process.env['DRAFT_RUNS'] ?? 2_000)

/** No two begin or end alike. */
const wordOf = (n: number) => ((Math.imul(n + 1, 0x9e3779b1) ^ (n << 28)) >>> 0).toString(16).padStart(8, '0')

const person = fc.nat({ max: 2 })
const choice = fc.constantFrom<Choice>('mine', 'theirs', 'both')
const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('type' as const),
      who: person,
      field: fc.constantFrom('title', 'body'),
      anew: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      who: person,
      way: fc.constantFrom('out' as const, 'in' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(100, 1_000, 5_000, 11_000) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('link' as const), who: person, isUp: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const), who: person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('save' as const), who: person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resolve' as const), who: person, choice }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), who: person }) },
)

test.each([
  ['fields, plainly', { words: fieldMerge, sides: fieldMerge }],
  ['fields', { words: byWord, sides: byField }],
  ['words', { words: byWord, sides: byWord }],
])(
  'joined by %s: whoever edits, breaks off, reloads and decides: all end equal, and every word is in the result, in the history, or in an answered conflict',
  (_, rules) => {
    const run = fc.property(
      fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      fc.array(action, { maxLength: 60 }),
      choice,
      (controlled, actions, last) => {
        const world = draftWorld(controlled, rules)
        const words = new Set<string>()
        for (const [n, one] of actions.entries()) {
          switch (one.do) {
            case 'type':
              world.people[one.who]?.type(one.field, (text) => {
                // What a person overwrites was in front of their eyes.
                if (one.anew) for (const word of text.split(/\s/)) words.delete(word)
                words.add(wordOf(n))
                return one.anew || text === '' ? wordOf(n) : `${text}${one.field === 'body' ? '\n' : ' '}${wordOf(n)}`
              })
              break
            case 'deliver':
              world.deliver(one.who, one.way)
              break
            case 'wait':
              world.advance(one.ms)
              break
            case 'link':
              world.people[one.who]?.link(one.isUp)
              break
            case 'reload':
              world.people[one.who]?.reload()
              break
            case 'save':
              world.people[one.who]?.saveNow()
              break
            case 'resolve':
              world.people[one.who]?.resolve(one.choice)
              break
            case 'undo':
              world.people[one.who]?.undo()
              break
            default:
              one satisfies never
          }
        }
        for (let rounds = 0; rounds < 8; rounds += 1) {
          world.settle()
          for (const each of world.people) each.resolve(last)
        }
        world.settle()
        expect(world.complaints).toEqual([])
        const { content } = world.server.current()
        for (const each of world.people) {
          expect(statusOf(each.draft())).toBe('clean')
          expect(each.draft().mine).toEqual(content)
          expect(isDirty(each.draft())).toBe(false)
        }
        const everything = JSON.stringify([world.server.history, world.people.map(({ answered }) => answered)])
        const found = new Set(everything.match(/(?<![0-9a-f])[0-9a-f]{8}(?![0-9a-f])/g))
        expect([...words].filter((word) => !found.has(word))).toEqual([])
      },
    )
    fc.assert(run, { numRuns: RUNS, endOnFailure: false })
  },
)
