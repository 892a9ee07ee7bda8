import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sessionOf, storedSession, watchStoredSession } from '../../src/contexts/storedSession.js'

/** Claims as a token holds them; nothing here looks at the signature. */
const tokenOf = (claims: object) =>
  `e30.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}.c2ln`
const ANA = tokenOf({ sub: '1', role: 'creator', exp: 2_000_000_000 })
const BEN = tokenOf({ sub: '2', role: 'investor' })

let stop = () => {}
beforeEach(() => localStorage.setItem('authToken', ANA))
afterEach(() => {
  stop()
  localStorage.clear()
})

/** Another tab of the same origin: its storage is ours, and only we are told what it does there. */
function anotherTab(): Storage {
  const frame = document.body.appendChild(document.createElement('iframe'))
  const window = frame.contentWindow
  if (!window) throw new Error('A frame in the page has a window')
  return window.localStorage
}

const watch = () => {
  const seen: (string | undefined)[] = []
  stop = watchStoredSession(() => seen.push(storedSession()?.userKey))
  return seen
}

test('a token tells whose it is and when it ends; one that cannot be read is a user of its own', () => {
  expect(sessionOf(ANA)).toEqual({ token: ANA, userKey: '1:creator', expiresAt: 2_000_000_000_000 })
  expect(sessionOf(BEN)).toEqual({ token: BEN, userKey: '2:investor' })
  for (const token of ['opaque', 'a.b.c', 'e30.bnVsbA.x', '..'])
    expect(sessionOf(token)).toEqual({ token, userKey: token })
})

test.each([
  ['signs out', (storage: Storage) => storage.removeItem('authToken'), undefined],
  ['signs out by emptying the storage', (storage: Storage) => storage.clear(), undefined],
  ['signs somebody else in', (storage: Storage) => storage.setItem('authToken', BEN), '2:investor'],
])('another tab %s: this one is told at once', async (_, happen, userKey) => {
  // So that it is the event that tells, and not the look that is taken each second.
  vi.useFakeTimers({ toFake: ['setInterval'] })
  const seen = watch()
  happen(anotherTab())
  vi.useRealTimers()
  await expect.poll(() => seen).toEqual([userKey])
})

test('this tab signs out: it is noticed within a second or so, once', async () => {
  const seen = watch()
  localStorage.removeItem('authToken')
  await expect.poll(() => seen, { timeout: 3_000 }).toEqual([undefined])
})

test('what else is stored is no news', async () => {
  const seen = watch()
  const tab = anotherTab()
  tab.setItem('theme', 'dark')
  tab.setItem('authToken', ANA)
  tab.setItem('authToken', BEN)
  await expect.poll(() => seen).toEqual(['2:investor'])
})
