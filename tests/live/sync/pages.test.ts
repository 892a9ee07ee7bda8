import { InfiniteQueryObserver, QueryObserver } from '@tanstack/react-query'
import * as fc from 'fast-check'
import { livePages, liveQuery } from 'pitchey-live/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { joinPages } from '../../../src/hooks/joinPages.js'
import { notifications, type Notification } from '../../../src/protocol/streams/notifications.js'
import { serveNotifications } from '../../support/notificationServer.js'
import { scriptPage } from '../../support/scriptedPage.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const RUNS = Number(process.env['SYNC_RUNS'] ?? 200)
const HEAD = liveQuery(notifications, 'me')
const PAGES = livePages(notifications, 'me')

/** One who looks at the newest, and can go back; REST answers after `latency`, from what was there halfway. */
async function openPage(already: number, latency: () => number = () => 10) {
  const half = () => new Promise<void>((resolve) => setTimeout(resolve, latency() / 2))
  const overRest = async <T>(read: () => T): Promise<T> => {
    await half()
    const answer = read()
    await half()
    return answer
  }
  const page = scriptPage([notifications], {
    snapshot: () => overRest(() => server.snapshot()),
    page: (_, { cursor }) => overRest(() => server.page(cursor)),
  })
  const server = serveNotifications(page.say)
  page.answerSubscribe(server.answer)
  server.arrive(already)
  const head = new QueryObserver(page.client, HEAD)
  const pages = new InfiniteQueryObserver(page.client, { ...PAGES, enabled: false })
  const joined = () => {
    const { data } = head.getCurrentResult()
    const older = pages.getCurrentResult().data
    return (data && older && joinPages(data.items, older.pages)) ?? data?.items ?? []
  }
  const seen: (readonly Notification[])[] = []
  head.subscribe(() => void seen.push(joined()))
  pages.subscribe(() => void seen.push(joined()))
  await page.settle(200)
  return {
    ...page,
    server,
    head,
    pages,
    joined,
    seen,
    /** As the hook does it. */
    loadOlder: () => {
      const current = page.client.getQueryData(HEAD.queryKey)
      const older = pages.getCurrentResult().data
      if (!current) return
      if (!older || !joinPages(current.items, older.pages)) {
        page.client.setQueryData(PAGES.queryKey, { pages: [current], pageParams: [PAGES.initialPageParam] })
      }
      pages.setOptions(PAGES)
      void pages.fetchNextPage()
    },
  }
}

const idsOf = (items: readonly Notification[]) => items.map(({ id }) => Number(id.split('-')[1]))
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => from - n)

describe('older ones', () => {
  it('come behind the head, page by page, until there are none', async () => {
    const page = await openPage(130)
    expect(idsOf(page.joined())).toEqual(down(130, 81))
    page.loadOlder()
    await page.settle()
    expect(idsOf(page.joined())).toEqual(down(130, 31))
    page.loadOlder()
    await page.settle()
    expect(page.joined()).toEqual(page.server.all())
    expect(page.pages.getCurrentResult().hasNextPage).toBe(false)
    page.close()
  })

  it('lose nothing and repeat nothing while what is new pushes the head on, also while a page is on its way', async () => {
    const page = await openPage(130, () => 400)
    await page.settle(1_000)
    page.loadOlder()
    await page.settle(100)
    page.server.arrive(7)
    await page.settle(50)
    expect(idsOf(page.joined())).toEqual(down(137, 81))
    await page.settle(1_000)
    expect(idsOf(page.joined())).toEqual(down(137, 31))
    page.server.arrive(20)
    await page.settle(200)
    page.server.arrive(49)
    await page.settle(200)
    expect(idsOf(page.joined())).toEqual(down(206, 31))
    page.close()
  })

  it('are read by what arrived in the very frame in which they fell off the head', async () => {
    const page = await openPage(60)
    page.loadOlder()
    await page.settle()
    page.server.read(['1-12', '1-3'])
    page.server.arrive(80)
    page.server.read(['1-20'])
    await page.settle(200)
    expect(page.joined()).toEqual(page.server.all())
    page.close()
  })

  it('contain what happened while they were being fetched', async () => {
    const page = await openPage(100, () => 400)
    await page.settle(1_000)
    page.loadOlder()
    await page.settle(300)
    page.server.read(['1-10'])
    await page.settle(1_000)
    expect(page.joined()).toEqual(page.server.all())
    page.close()
  })

  it('go with everything else when all is cleared while a page is on its way', async () => {
    const page = await openPage(130, () => 400)
    await page.settle(1_000)
    page.loadOlder()
    await page.settle(300)
    page.server.clear()
    page.server.arrive(2)
    await page.settle(1_000)
    expect(idsOf(page.joined())).toEqual([132, 131])
    expect(page.pages.getCurrentResult().hasNextPage).toBe(false)
    page.close()
  })

  it('are back with everything else when a clear is taken back, page by page, behind what has come since', async () => {
    const page = await openPage(130)
    page.loadOlder()
    await page.settle()
    page.server.clear()
    page.server.arrive(3)
    await page.settle(200)
    expect(idsOf(page.joined())).toEqual(down(133, 131))
    page.server.restore()
    await page.settle(200)
    expect(idsOf(page.joined())).toEqual(down(133, 84))
    for (let presses = 0; presses < 2; presses += 1) {
      page.loadOlder()
      await page.settle()
    }
    expect(page.joined()).toEqual(page.server.all())
    page.server.read(['1-1', '1-60'])
    page.server.unread(['1-60'])
    await page.settle(200)
    expect(page.joined()).toEqual(page.server.all())
    expect(page.pages.getCurrentResult().hasNextPage).toBe(false)
    page.close()
  })

  it('leave no gap when a clear is taken back while a page is on its way', async () => {
    const page = await openPage(120, () => 400)
    await page.settle(1_000)
    page.server.arrive(1)
    page.server.clear()
    page.loadOlder()
    page.server.restore()
    await page.settle(1_000)
    for (let presses = 0; presses < 2; presses += 1) {
      page.loadOlder()
      await page.settle(1_000)
    }
    expect(page.joined()).toEqual(page.server.all())
    page.close()
  })

  it('are shown as read at once, and as unread again when the server refuses, whatever arrived meanwhile', async () => {
    const page = await openPage(100)
    page.loadOlder()
    await page.settle()
    const { id, acked } = page.live.send('notification_read', { ids: ['1-3', '1-51'] })
    await page.settle(100)
    const isRead = (which: string) => page.joined().find((item) => item.id === which)?.read
    expect([isRead('1-3'), isRead('1-51')]).toEqual([true, true])
    page.server.arrive(5)
    await page.settle(100)
    expect([isRead('1-3'), isRead('1-51')]).toEqual([true, true])
    page.say({ type: 'error', id, data: { code: 'forbidden', message: 'No', retryable: false } })
    await expect(acked).rejects.toMatchObject({ code: 'forbidden' })
    await page.settle(100)
    expect(page.joined()).toEqual(page.server.all())
    page.close()
  })

  it('that are first asked for while a command is pending are unread again when it is refused', async () => {
    const page = await openPage(60)
    const { id, acked } = page.live.send('notification_read', { ids: 'all' })
    await page.settle(100)
    page.loadOlder()
    await page.settle(100)
    expect(page.joined().filter(({ read }) => !read)).toEqual([])
    page.say({ type: 'error', id, data: { code: 'forbidden', message: 'No', retryable: false } })
    await expect(acked).rejects.toMatchObject({ code: 'forbidden' })
    await page.settle(100)
    expect(page.joined()).toEqual(page.server.all())
    page.close()
  })

  it('stay whole when all pages are fetched anew, whose borders lie elsewhere by then', async () => {
    const page = await openPage(130)
    page.loadOlder()
    await page.settle()
    page.server.arrive(30)
    await page.settle(100)
    void page.pages.refetch()
    await page.settle()
    expect(idsOf(page.joined())).toEqual(down(160, 61))
    page.server.arrive(30)
    page.server.read('all')
    page.loadOlder()
    await page.settle(200)
    expect(page.joined()).toEqual(page.server.all().slice(0, page.joined().length))
    expect(page.joined().length).toBeGreaterThanOrEqual(180)
    page.close()
  })

  it('stay whole when a replica that lags answers for some of them', async () => {
    const page = await openPage(230)
    page.loadOlder()
    await page.settle()
    page.loadOlder()
    await page.settle()
    page.server.arrive(30)
    await page.settle(100)
    page.server.lagPages(true)
    page.server.arrive(1)
    page.server.read(['1-170', '1-120'])
    await page.settle(100)
    void page.pages.refetch()
    await page.settle(500)
    expect(page.joined()).toEqual(page.server.all().slice(0, page.joined().length))
    expect(page.joined().length).toBeGreaterThanOrEqual(150)
    page.close()
  })

  it('are brought in line after a time away that the log still covers, without being fetched', async () => {
    const page = await openPage(130)
    page.loadOlder()
    await page.settle()
    page.cut()
    page.server.arrive(70)
    page.server.read(['1-100', '1-40'])
    await page.settle(2_500)
    expect(page.joined()).toEqual(page.server.all().slice(0, 170))
    page.close()
  })

  it('are fetched anew after a time away that the log no longer covers', async () => {
    const page = await openPage(130)
    page.loadOlder()
    await page.settle()
    page.cut()
    page.server.arrive(70)
    page.server.read(['1-150', '1-100'])
    page.server.trim()
    await page.settle(10_000)
    expect(page.joined()).toEqual(page.server.all().slice(0, page.joined().length))
    expect(page.joined()).toHaveLength(100)
    page.close()
  })
})

type Step =
  | { readonly do: 'arrive'; readonly count: number }
  | { readonly do: 'read' | 'unread'; readonly nth: number }
  | { readonly do: 'restore' | 'readAll' | 'clear' | 'older' | 'refetch' | 'cut' | 'trim' }
  | { readonly do: 'wait'; readonly ms: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('arrive' as const), count: fc.constantFrom(1, 1, 3, 20, 60) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('read' as const), nth: fc.nat(150) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unread' as const), nth: fc.nat(150) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('older' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('readAll', 'refetch', 'cut', 'trim') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(2, 10, 40, 300, 3_000) }) },
)

type Page = Awaited<ReturnType<typeof openPage>>

async function perform(action: Step, page: Page): Promise<void> {
  const { server } = page
  switch (action.do) {
    case 'arrive':
      return server.arrive(action.count)
    case 'read': {
      const item = server.all()[action.nth]
      return item && server.read([item.id])
    }
    case 'unread': {
      const item = server.all()[action.nth]
      return item && server.unread([item.id])
    }
    case 'readAll':
      return server.read('all')
    case 'clear':
      return server.clear()
    case 'restore':
      return server.restore()
    case 'older':
      return page.loadOlder()
    case 'refetch':
      return void page.pages.refetch()
    case 'cut':
      return page.cut()
    case 'trim':
      return server.trim()
    case 'wait':
      await page.settle(action.ms)
      return
    default:
      return action satisfies never
  }
}

it('nothing twice, nothing lost: at any time a run without gaps, in the end the newest of the server’s list', async () => {
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 5, maxLength: 50 }),
    fc.array(fc.constantFrom(2, 10, 50, 700), { minLength: 8, maxLength: 8 }),
    fc.constantFrom(0, 20, 120, 260),
    async (steps, latencies, already) => {
      let turn = 0
      const page = await openPage(already, () => latencies[(turn += 1) % latencies.length] ?? 5)
      try {
        for (const action of steps) await perform(action, page)
        await page.settle(60_000)
        for (const items of page.seen) {
          const ids = idsOf(items)
          expect(ids).toEqual(ids.length === 0 ? [] : down(ids[0] ?? 0, (ids[0] ?? 0) - ids.length + 1))
        }
        const shown = page.joined()
        expect(shown).toEqual(page.server.all().slice(0, shown.length))
        expect(shown.length).toBeGreaterThanOrEqual(Math.min(50, page.server.all().length))
        for (let presses = 0; presses < 20; presses += 1) {
          page.loadOlder()
          await page.settle(2_000)
        }
        expect(page.joined()).toEqual(page.server.all())
      } finally {
        page.close()
      }
    },
  )
  await fc.assert(property, { numRuns: RUNS, endOnFailure: false })
}, 600_000)
