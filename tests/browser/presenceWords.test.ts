import type { Person } from 'pitchey-live'
import { describe, expect, test } from 'vitest'
import { initialsOf, inOrder, inPlace, named } from '../../src/components/presence/onlineOrder.js'
import { comboMove, type Combo, type Key } from '../../src/components/presence/statusKeys.js'

const someone = (userId: number, username: string, status: Person['status'] = 'online'): Person => ({
  userId,
  username,
  status,
  lastSeen: '2026-05-01T12:00:00.000Z',
})
const names = (users: readonly Person[]) => users.map(({ username }) => username)

describe('a list of people', () => {
  const users = [
    someone(5, 'Zoë', 'dnd'),
    someone(4, 'Émile'),
    someone(3, 'eva 10', 'away'),
    someone(2, 'eva 9', 'away'),
    someone(1, 'Ana', 'away'),
    someone(6, 'Frank'),
  ]
  test('begins with oneself, goes on by how reachable people are, then as the language orders names', () => {
    expect(names(inOrder(users, 5, 'fr'))).toEqual(['Zoë', 'Émile', 'Frank', 'Ana', 'eva 9', 'eva 10'])
    expect(names(inOrder(users, null, 'fr')).at(-1)).toBe('Zoë')
  })
  test('keeps its order while somebody points at it: who is gone leaves, who is new comes last', () => {
    const now = [someone(1, 'Ana'), someone(7, 'Bea'), someone(2, 'Cid')]
    expect(names(inPlace(now, [2, 9, 1]))).toEqual(['Cid', 'Ana', 'Bea'])
  })
  test('is searched whatever the case and the accents', () => {
    expect(names(named(users, ' EMI'))).toEqual(['Émile'])
    expect(names(named(users, 'zoe'))).toEqual(['Zoë'])
    expect(named(users, '')).toHaveLength(users.length)
    expect(named(users, 'nobody')).toEqual([])
  })
  test.each([
    ['Ana', 'A'],
    ['ana maria lopez', 'AL'],
    ['  Ben  ', 'B'],
    ['e\u0301mile', 'E\u0301'],
    ['😀 Smile', '😀S'],
    ['', ''],
  ])('%j has the initials %j', (username, initials) => expect(initialsOf(username)).toBe(initials))
})

describe('the keys of a select-only combobox', () => {
  const options = ['Online', 'Away', 'Do not disturb', 'Invisible']
  const closed: Combo = { isOpen: false, active: 1, options }
  const open: Combo = { isOpen: true, active: 1, options }
  const press = (key: string, more: Partial<Key> = {}): Key => ({
    key,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    ...more,
  })
  test.each(['ArrowDown', 'ArrowUp', 'Enter', ' '])('closed, %j opens it at what is chosen', (key) => {
    expect(comboMove(closed, press(key), '')).toEqual({ do: 'open', active: 1 })
  })
  test.each([
    ['Home', 0],
    ['End', 3],
  ])('closed, %s opens it at that end', (key, active) => {
    expect(comboMove(closed, press(key), '')).toEqual({ do: 'open', active })
  })
  test.each([
    ['ArrowDown', 2],
    ['ArrowUp', 0],
    ['Home', 0],
    ['PageUp', 0],
    ['End', 3],
    ['PageDown', 3],
  ])('open, %s only moves', (key, active) => {
    expect(comboMove(open, press(key), '')).toEqual({ do: 'move', active })
  })
  test('it ends at its ends', () => {
    expect(comboMove({ ...open, active: 3 }, press('ArrowDown'), '')).toEqual({ do: 'move', active: 3 })
    expect(comboMove({ ...open, active: 0 }, press('ArrowUp'), '')).toEqual({ do: 'move', active: 0 })
  })
  test.each(['Enter', ' '])('open, %j takes what is active', (key) => {
    expect(comboMove(open, press(key), '')).toEqual({ do: 'commit' })
  })
  test('Escape and Tab leave all as it was', () => {
    for (const key of ['Escape', 'Tab']) expect(comboMove(open, press(key), '')).toEqual({ do: 'revert' })
    for (const key of ['Escape', 'Tab']) expect(comboMove(closed, press(key), '')).toBeNull()
  })
  test('letters find the next that begins with them, one letter again and again goes round', () => {
    expect(comboMove(open, press('d'), 'd')).toEqual({ do: 'move', active: 2 })
    expect(comboMove(open, press('n'), 'in')).toEqual({ do: 'move', active: 3 })
    const many: Combo = { isOpen: true, active: 0, options: ['Away', 'Asleep', 'Busy'] }
    expect(comboMove(many, press('a'), 'a')).toEqual({ do: 'move', active: 1 })
    expect(comboMove({ ...many, active: 1 }, press('a'), 'aa')).toEqual({ do: 'move', active: 0 })
    expect(comboMove(open, press('x'), 'x')).toBeNull()
  })
  test('what the browser does with Ctrl and Cmd it does', () => {
    expect(comboMove(open, press('Enter', { ctrlKey: true }), '')).toBeNull()
    expect(comboMove(open, press('a', { metaKey: true }), 'a')).toBeNull()
  })
})
