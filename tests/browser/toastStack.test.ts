import * as fc from 'fast-check'
import type { Toast } from 'pitchey-live'
import { describe, expect, test } from 'vitest'
import { manualClock } from '../support/manualClock.js'
import { lifetime } from '../../src/components/toasts/lifetime.js'
import { isStaying, type Hold, type ToastStack } from '../../src/components/toasts/toastStack.js'
import { createToastStore } from '../../src/components/toasts/toastStore.js'

const toast = (id: string, more: Partial<Toast> = {}): Toast => ({
  id,
  level: 'info',
  title: `Toast ${id}`,
  message: '',
  actions: [],
  ...more,
})
const SEVEN_SECONDS = { title: 'x'.repeat(20), message: 'y'.repeat(20) }

function begin(max = 3) {
  const clock = manualClock()
  const store = createToastStore(clock, max)
  const ids = (state: string) =>
    store
      .get()
      .standings.filter((one) => one.state === state)
      .map(({ toast: { id } }) => id)
  return { clock, store, ids }
}

describe('how long a toast stays', () => {
  test('five seconds, and one more for every twenty characters', () => {
    expect(lifetime(toast('1', { title: '' }))).toBe(5_000)
    expect(lifetime(toast('1', SEVEN_SECONDS))).toBe(7_000)
  })
  test('for ever, when it is an error or has actions', () => {
    expect(lifetime(toast('1', { level: 'error' }))).toBe(Infinity)
    expect(lifetime(toast('1', { actions: [{ label: 'Undo' }] }))).toBe(Infinity)
  })
  test('who waits gets all of its time once it is shown', () => {
    const { clock, store, ids } = begin(1)
    store.add(toast('1', SEVEN_SECONDS))
    store.add(toast('2', SEVEN_SECONDS))
    clock.advance(6_999)
    expect([ids('shown'), ids('waiting')]).toEqual([['1'], ['2']])
    clock.advance(1)
    expect([ids('leaving'), ids('waiting')]).toEqual([['1'], ['2']])
    store.exited(1)
    clock.advance(6_999)
    expect(ids('shown')).toEqual(['2'])
    clock.advance(1)
    expect(ids('leaving')).toEqual(['2'])
  })
  test('after a long hover they go as far apart as they came', () => {
    const { clock, store, ids } = begin()
    for (const id of ['1', '2', '3']) {
      store.add(toast(id, SEVEN_SECONDS))
      clock.advance(1_000)
    }
    store.hold('hover', true)
    clock.advance(3_600_000)
    store.hold('hover', false)
    clock.advance(3_999)
    expect(ids('leaving')).toEqual([])
    for (const left of [['1'], ['1', '2'], ['1', '2', '3']]) {
      clock.advance(left.length === 1 ? 1 : 1_000)
      expect(ids('leaving')).toEqual(left)
    }
  })
  test('what replaces it begins anew, and one of an id that is leaving is another', () => {
    const { clock, store, ids } = begin()
    store.add(toast('1', SEVEN_SECONDS))
    clock.advance(6_000)
    store.add(toast('1', { ...SEVEN_SECONDS, level: 'success' }))
    clock.advance(6_000)
    expect(ids('shown')).toEqual(['1'])
    store.dismiss('1')
    store.add(toast('1'))
    expect([ids('leaving'), ids('shown')]).toEqual([['1'], ['1']])
  })
})

type Act =
  | { readonly do: 'add'; readonly id: number; readonly kind: 'short' | 'long' | 'error' }
  | { readonly do: 'dismiss'; readonly id: number }
  | { readonly do: 'dismissAll' }
  | { readonly do: 'hold'; readonly hold: Hold; readonly on: boolean }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'exit'; readonly nth: number }

const acts = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('add' as const),
        id: fc.nat(5),
        kind: fc.constantFrom('short' as const, 'long' as const, 'error' as const),
      }),
    },
    fc.record({ do: fc.constant('dismiss' as const), id: fc.nat(5) }),
    fc.record({ do: fc.constant('dismissAll' as const) }),
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('hold' as const),
        hold: fc.constantFrom('hover' as const, 'focus' as const, 'hidden' as const),
        on: fc.boolean(),
      }),
    },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(9_000) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('exit' as const), nth: fc.nat(2) }) },
  ),
  { maxLength: 60 },
)
const KINDS = { short: { title: 'a' }, long: SEVEN_SECONDS, error: { level: 'error' } } as const

test('whatever happens in whatever order, each leaves once, in time, and no more are seen than may be', () => {
  fc.assert(
    fc.property(acts, fc.integer({ min: 1, max: 4 }), (script: readonly Act[], max) => {
      const { clock, store } = begin(max)
      /** By key: ms for which it was shown and not held since it came or was replaced. */
      const counted = new Map<number, number>()
      const left = new Map<number, number>()
      let everShown = 0
      let added = 0
      let before: ToastStack = store.get()
      let at = clock.now()
      let byTime = true
      store.subscribe(() => {
        const now = store.get()
        const passed = clock.now() - at
        at = clock.now()
        if (before.holds.size === 0)
          for (const { key, state } of before.standings)
            if (state === 'shown') counted.set(key, (counted.get(key) ?? 0) + passed)
        for (const one of before.standings.filter(isStaying)) {
          const after = now.standings.find(({ key }) => key === one.key)
          if (after && isStaying(after)) {
            if (after.toast !== one.toast) counted.set(one.key, 0)
            else expect(counted.get(one.key) ?? 0).toBeLessThan(lifetime(one.toast))
            continue
          }
          left.set(one.key, (left.get(one.key) ?? 0) + 1)
          if (byTime) expect(counted.get(one.key)).toBeCloseTo(lifetime(one.toast))
        }
        const seen = now.standings.filter(({ state }) => state !== 'waiting')
        const waiting = now.standings.filter(({ state }) => state === 'waiting')
        expect(seen.length).toBeLessThanOrEqual(max)
        expect(waiting.length === 0 || seen.length === max).toBe(true)
        everShown = Math.max(everShown, ...seen.map(({ key }) => key))
        for (const { key } of waiting) expect(key).toBeGreaterThan(everShown)
        added = now.nextKey - 1
        before = now
      })
      const told: string[] = []
      const perform = (act: Act) => {
        byTime = act.do !== 'dismiss' && act.do !== 'dismissAll'
        switch (act.do) {
          case 'add':
            return store.add(toast(String(act.id), { ...KINDS[act.kind], onDismiss: () => told.push(String(act.id)) }))
          case 'dismiss':
            return store.dismiss(String(act.id))
          case 'dismissAll':
            return store.dismissAll()
          case 'hold':
            return store.hold(act.hold, act.on)
          case 'pass':
            return clock.advance(act.ms)
          case 'exit': {
            const leaving = store.get().standings.filter((one) => !isStaying(one))
            return store.exited(leaving[act.nth]?.key ?? 0)
          }
          default:
            return act satisfies never
        }
      }
      for (const act of script) perform(act)
      perform({ do: 'dismissAll' })
      while (store.get().standings.length > 0) {
        perform({ do: 'exit', nth: 0 })
        perform({ do: 'dismissAll' })
      }
      expect([...left.values()]).toEqual(Array.from({ length: added }, () => 1))
      expect(told.length).toBe(added)
    }),
    { numRuns: 2_000 },
  )
})
