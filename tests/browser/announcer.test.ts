import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { manualClock, type ManualClock } from '../support/manualClock.js'
import { createAnnouncer, type Announcer } from '../../src/components/shell/announcer.js'

const regions = () => [...document.querySelectorAll('[aria-live]')]
const polite = () =>
  [...(document.querySelector('[role=status]')?.children ?? [])].map(({ textContent }) => textContent)
const urgent = () => [...(document.querySelector('[role=alert]')?.children ?? [])].map(({ textContent }) => textContent)
const many = (count: number) => `${count} new notifications`
const numbered = (count: number, from = 1) =>
  Array.from({ length: count }, (_, n) => ({ key: String(from + n), text: `Title ${from + n}` }))

describe('the voice of a page', () => {
  let clock: ManualClock
  let voice: Announcer
  let release: () => void
  /** All that was ever put into the polite region. */
  let heard: (string | null)[]
  const observer = new MutationObserver(() => undefined)
  const listen = () => {
    for (const { addedNodes } of observer.takeRecords())
      for (const { textContent } of addedNodes) heard.push(textContent)
    return heard
  }
  beforeEach(() => {
    clock = manualClock()
    voice = createAnnouncer(clock)
    release = voice.acquire()
    heard = []
    const [region] = regions()
    if (region) observer.observe(region, { childList: true })
  })
  afterEach(() => {
    observer.disconnect()
    release()
  })

  test('regions are there, empty and unseen, before anything is said in them', () => {
    voice.say('Saved')
    expect(regions().map(({ textContent }) => textContent)).toEqual(['', ''])
    clock.advance(150)
    expect(polite()).toEqual(['Saved'])
    const { width, height } = document.querySelector('[data-pl-part=announcer]')?.getBoundingClientRect() ?? {}
    expect(Math.max(width ?? 9, height ?? 9)).toBeLessThanOrEqual(1)
  })
  test('what was said is gone after a while; the same words can be said again', () => {
    clock.advance(150)
    voice.say('Saved')
    voice.say('Saved')
    expect(polite()).toEqual(['Saved', 'Saved\u200B'])
    clock.advance(7_000)
    expect(polite()).toEqual([])
    voice.say('Payment failed', 'assertive')
    expect([polite(), urgent()]).toEqual([[], ['Payment failed']])
  })
  test('fifty at once are one announcement; fifty one by one are two', () => {
    clock.advance(150)
    voice.tell('notifications', numbered(50), many)
    clock.advance(10_000)
    expect(listen()).toEqual(['50 new notifications'])
    for (const news of numbered(50, 51)) {
      voice.tell('notifications', [news], many)
      clock.advance(20)
    }
    clock.advance(10_000)
    expect(listen().slice(1)).toEqual(['Title 51', '49 new notifications'])
  })
  test('two that tell the same are heard once', () => {
    clock.advance(150)
    voice.tell('notifications', numbered(1), many)
    voice.tell('notifications', numbered(1), many)
    clock.advance(10_000)
    expect(listen()).toEqual(['Title 1'])
  })
  test('groups do not wait for each other, and none keeps another from being heard', () => {
    clock.advance(150)
    voice.tell('notifications', numbered(1), many)
    voice.tell('uploads', numbered(1), many)
    expect(listen()).toEqual(['Title 1', 'Title 1\u200B'])
  })
  test('while a modal dialog is open, it speaks from within', () => {
    clock.advance(150)
    const dialog = document.createElement('dialog')
    document.body.append(dialog)
    dialog.showModal()
    const back = voice.moveInto(dialog)
    voice.say('1 of 3 to decide')
    clock.advance(150)
    expect(dialog.querySelector('[role=status]')?.textContent).toBe('1 of 3 to decide')
    back()
    back()
    clock.advance(150)
    expect(dialog.querySelector('[role=status]')).toBeNull()
    expect(regions().length).toBe(2)
    dialog.remove()
  })
  test('whoever is last to let go takes the regions along', () => {
    const second = voice.acquire()
    release()
    release()
    expect(regions().length).toBe(2)
    second()
    expect(document.querySelector('[data-pl-part=announcer]')).toBeNull()
    voice.say('into nothing')
    clock.advance(10_000)
  })
})
