import { createBrowserStore } from 'pitchey-live/core'
import { expect, test } from 'vitest'

const fresh = () => createBrowserStore(`test ${crypto.randomUUID()}`)

// First, because an opened database stays open.
test('where IndexedDB may not be looked at, every call rejects and none throws; later it may be looked at', async () => {
  const real = Object.getOwnPropertyDescriptor(window, 'indexedDB')
  if (!real) throw new Error('This browser has no IndexedDB')
  const store = fresh()
  const get = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
  Object.defineProperty(window, 'indexedDB', { configurable: true, get })
  const outcomes = await Promise.allSettled([
    store.get('a'),
    store.set('a', 1),
    store.keys(),
    store.delete(['a']),
    store.update('a', () => undefined),
  ]).finally(() => Object.defineProperty(window, 'indexedDB', real))
  expect(outcomes.map((one) => one.status === 'rejected' && (one.reason as Error).name)).toEqual(
    Array.from({ length: 5 }, () => 'SecurityError'),
  )
  await store.set('a', 1)
  expect(await store.get('a')).toBe(1)
})

test('what one page keeps, another finds; other names see nothing of it', async () => {
  const name = crypto.randomUUID()
  const [one, another, other] = [createBrowserStore(name), createBrowserStore(name), createBrowserStore(`${name} a`)]
  await one.set('a', { n: 1 })
  await one.set('b', { n: 2 })
  await other.set('a', { n: 3 })
  expect(await another.get('a')).toEqual({ n: 1 })
  expect(await another.keys()).toEqual(['a', 'b'])
  await another.delete(['a', 'b'])
  expect(await one.keys()).toEqual([])
  expect(await other.get('a')).toEqual({ n: 3 })
})

test('of two pages that count at a time, neither undoes what the other did', async () => {
  const name = crypto.randomUUID()
  const pages = [createBrowserStore(name), createBrowserStore(name)]
  const counting = Array.from({ length: 50 }).flatMap(() =>
    pages.map((page) => page.update('count', (count, step) => step.set('count', Number(count ?? 0) + 1))),
  )
  await Promise.all(counting)
  expect(await pages[0]?.get('count')).toBe(100)
})

test('a step that fails leaves everything as it was', async () => {
  const store = fresh()
  await store.set('a', 1)
  await expect(
    store.update('a', (_, step) => {
      step.set('a', 2)
      step.delete('a')
      step.set('b', () => 'functions cannot be kept')
    }),
  ).rejects.toThrow(/could not be cloned/)
  expect(await store.keys()).toEqual(['a'])
  expect(await store.get('a')).toBe(1)
})

test('the database may be deleted beneath it, at once, and is made anew', async () => {
  const store = fresh()
  await store.set('a', 1)
  const deleted = new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('pitchey-live')
    request.addEventListener('success', resolve)
    request.addEventListener('blocked', reject)
  })
  await deleted
  expect(await store.keys()).toEqual([])
  await store.set('a', 2)
  expect(await store.get('a')).toBe(2)
})
