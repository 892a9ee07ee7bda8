import { expect, test } from 'vitest'
import type { Clock } from '../../../src/live/clock.js'
import { createBudget } from '../../../src/live/outbox/budget.js'
import { createStates } from '../../../src/live/outbox/states.js'

/** Desired state over a link that the test puts up and takes down. */
function setUp() {
  const clock: Clock = { now: () => 0, after: () => () => undefined, frame: () => () => undefined }
  const budget = createBudget({ clock, random: () => 0, onSpend: () => undefined })
  const said: unknown[] = []
  let isUp = false
  const states = createStates({ clock, budget, send: ({ data }) => said.push(data), isLive: () => isUp })
  const wish = (choice: string) => states.set('choose', 'all', { data: choice, again: `${choice} again`, ends: false })
  return {
    said,
    wish,
    up: () => {
      isUp = true
      states.linkUp()
    },
    down: () => {
      isUp = false
      states.linkDown()
    },
  }
}

test('what was said before is said as a repetition after a reconnect', () => {
  const { said, wish, up, down } = setUp()
  up()
  wish('dnd')
  down()
  up()
  down()
  up()
  expect(said).toEqual(['dnd', 'dnd again', 'dnd again'])
})

test('what was wished for while there was no connection is said as new', () => {
  const { said, wish, up, down } = setUp()
  up()
  wish('dnd')
  down()
  wish('online')
  up()
  expect(said).toEqual(['dnd', 'online'])
})
