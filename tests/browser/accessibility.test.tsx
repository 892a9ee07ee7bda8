import {
  LiveMetrics,
  LiveViewBadge,
  LiveViewCounter,
  NotificationDropdown,
  ViewAnalytics,
  ViewerList,
  useWatching,
} from 'pitchey-live'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { command, mount, notify, rest, signIn, sockets, violations, type Name } from '../support/stage.js'

/** The pitch that somebody watches. */
let watched: number | null = 4
function Watched({ children }: { children: ReactNode }) {
  useWatching(watched)
  return children
}

const widgets: readonly [string, ReactNode][] = [
  ['NotificationDropdown', <NotificationDropdown key="" onNavigate={() => undefined} />],
  ['LiveMetrics', <LiveMetrics key="" />],
  [
    'LiveViewCounter',
    <LiveViewCounter key="" pitchId={4} showUniqueViewers showRecentViewers trackView={false} initialViewCount={3} />,
  ],
  ['ViewAnalytics', <ViewAnalytics key="" pitchId={4} headingLevel={2} />],
  ['ViewerList', <ViewerList key="" pitchId={4} headingLevel={2} />],
  [
    'LiveViewBadge',
    <Watched key="">
      <LiveViewBadge pitchId={4} />
    </Watched>,
  ],
]
/** What a badge calls them. */
const BADGE_STATES = { loading: 'loading', empty: 'none', error: 'error', offline: 'offline', live: 'live' } as const
const NO_BUCKETS = [{ start: '2026-05-01T12:00:00.000Z', views: 0, uniqueViewers: 0 }]
const states = ['loading', 'empty', 'error', 'offline', 'live'] as const
const EMPTY = { pitchId: 4, count: 0, viewCount: 0, uniqueViewers: 0, recentViewers: [] }

/** What makes each state come about. */
async function bringAbout(state: (typeof states)[number], widget: string, show: () => void): Promise<void> {
  await signIn((state === 'empty' ? 'ben' : 'ana') satisfies Name)
  if (state === 'loading') rest('hang')
  if (state === 'error') rest('refuse')
  watched = state === 'empty' ? null : 4
  // Who watches is told by the socket, whatever becomes of requests.
  if (widget === 'LiveViewBadge' && /loading|error/.test(state)) await sockets(false)
  if (state === 'empty' && /Views?|Viewer/.test(widget)) {
    // Both as a snapshot and as analytics, whichever is asked for.
    const answer = { topic: 'pitch:4', epoch: 'another', offset: 0, data: EMPTY, buckets: NO_BUCKETS }
    window.fetch = () => Promise.resolve(Response.json(answer))
  }
  show()
  const root = () => document.querySelector('[data-state]')
  const shown = state === 'offline' ? 'live' : state
  await expect
    .poll(() => root()?.getAttribute('data-state'))
    .toBe(widget === 'LiveViewBadge' ? BADGE_STATES[shown] : shown)
  if (state !== 'offline') return
  rest('refuse')
  await sockets(false)
  await expect.poll(() => root()?.getAttribute('data-freshness')).toBe('offline')
}

beforeEach(async () => {
  await command('ana', 'notification_clear', {})
  await notify({ level: 'error', title: 'Payment failed', link: '/billing' })
  const actions = [
    { label: 'Review', url: '/pitch/3', style: 'primary' },
    { label: 'Later', event: 'later', style: 'secondary' },
  ]
  await notify({ level: 'warning', title: 'Offer expires', actions })
  const root = document.documentElement
  root.style.colorScheme = 'light dark'
  root.style.background = 'Canvas'
})

afterEach(() => document.documentElement.removeAttribute('style'))

describe.each(widgets)('%s', (widget, element) => {
  test.each(states.flatMap((state) => (['light', 'dark'] as const).map((theme) => [state, theme] as const)))(
    '%s, %s: axe finds nothing, and nothing is a live region',
    async (state, theme) => {
      document.documentElement.dataset['plTheme'] = theme
      await bringAbout(state, widget, () => mount(element))
      if (widget === 'ViewAnalytics') await page.getByRole('button', { name: 'Show as a table' }).click()
      if (widget === 'NotificationDropdown') {
        await page.getByRole('button', { name: /^Notifications/ }).click()
        await expect.element(page.getByRole('dialog')).toBeVisible()
      }
      expect(await violations()).toEqual([])
      const live = [...document.querySelectorAll('[aria-live], [role=status], [role=log], [role=timer]')]
      expect(live.filter((region) => !region.closest('[data-pl-part=announcer]'))).toEqual([])
      expect(smallTargets()).toEqual([])
    },
  )

  test('the other way round: everything stays within the page, in mirrored order', async () => {
    document.documentElement.dir = 'rtl'
    await bringAbout('live', widget, () =>
      mount(<div style={{ display: 'flex', justifyContent: 'end', inlineSize: '100%' }}>{element}</div>),
    )
    if (widget === 'NotificationDropdown') await page.getByRole('button', { name: /^Notifications/ }).click()
    const outside = [...document.querySelectorAll('[class^="pl-"]:not(.pl-sr-only, .pl-sr-only *)')].filter((part) => {
      const { left, right } = part.getBoundingClientRect()
      return left < 0 || right > document.documentElement.clientWidth
    })
    expect(outside.map((part) => part.className)).toEqual([])
    // English among Arabic: "1 hour ago" must not become "hour ago 1".
    const phrases = [...document.querySelectorAll('bdi, time')]
    expect(phrases.filter((phrase) => getComputedStyle(phrase).direction !== 'ltr')).toEqual([])
    const icon = document.querySelector('.pl-notification-level, .pl-views-count > .pl-icon, .pl-view-badge-dot')
    const words = document.querySelector('.pl-notification-text, .pl-views-text, .pl-view-badge-text')
    if (icon && words) expect(icon.getBoundingClientRect().left).toBeGreaterThan(words.getBoundingClientRect().left)
  })
})

/** Things to press that are smaller than 24 px either way. */
const smallTargets = (): string[] =>
  [...document.querySelectorAll('button, a')].flatMap((target) => {
    // A title is pressed by its whole row.
    const { width, height } = (
      target.closest('.pl-notification-main')?.closest('article') ?? target
    ).getBoundingClientRect()
    return width < 24 || height < 24 ? [target.outerHTML] : []
  })
