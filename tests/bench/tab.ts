import { isDeepStrictEqual } from 'node:util'
import type { Browser, CDPSession } from 'playwright'
import { outcome } from './frames.js'
import { KEYS } from './streams.js'
import type { Seen } from './page/watch.js'

export interface Spent extends Seen {
  /** CPU of the page's main thread, painting included, in µs. */
  readonly taskCpu: number
  /** Of that, in scripts. */
  readonly scriptCpu: number
}

export interface Tab {
  /** Resolves once the page shows what follows from all these. */
  readonly shows: (frames: readonly string[]) => Promise<void>
  /** What `work` costs the page. Closes the tab. */
  readonly spent: (work: () => Promise<void>) => Promise<Spent>
}

/** The page in a tab of its own, once everything is shown and the socket is open. */
export async function openTab(browser: Browser, url: string): Promise<Tab> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const failures: Error[] = []
  page.on('pageerror', (error) => failures.push(error))
  await page.goto(url)
  await page.waitForFunction(() => globalThis.page?.ready())
  const devtools = await context.newCDPSession(page)
  // Otherwise waiting for a processor would count, too.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })

  return {
    shows: async (frames) => {
      const values = outcome(frames)
      const numbers = Array.from({ length: KEYS }, (_, key) => numberIn(values.get(key)))
      const last = frames.length - 1
      // Neither contender shows the last before the rest. Asked rarely, because being asked costs, too.
      await page.waitForFunction(
        ([row, last]) => globalThis.page?.number(row) === last,
        [numbers.indexOf(last), last] as const,
        {
          polling: 50,
        },
      )
      const shown = await page.evaluate(() => globalThis.page?.numbers())
      if (!isDeepStrictEqual(shown, numbers)) throw new Error('The page shows something else than was sent')
    },
    spent: async (work) => {
      await page.evaluate(() => globalThis.page?.reset())
      const before = await cpuOf(devtools)
      await work()
      const after = await cpuOf(devtools)
      const seen = await page.evaluate(() => globalThis.page?.seen())
      await context.close()
      if (failures[0]) throw failures[0]
      if (!seen) throw new Error('The page is gone')
      return { ...seen, taskCpu: after.tasks - before.tasks, scriptCpu: after.scripts - before.scripts }
    },
  }
}

const numberIn = (data: { readonly viewCount?: number; readonly lastSeen?: number } | undefined): number =>
  data?.viewCount ?? data?.lastSeen ?? 0

/** In µs. */
async function cpuOf(devtools: CDPSession): Promise<{ tasks: number; scripts: number }> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  const read = (wanted: string) => (metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN) * 1e6
  return { tasks: read('TaskDuration'), scripts: read('ScriptDuration') }
}
