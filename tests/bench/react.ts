/** What events cost a page: 1,000 mounted `useQuery` in a real Chromium, a real socket, React's production build. */
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'
import { chromiumArgs, chromiumPath } from '../support/chromium.js'
import { makeFrames } from './frames.js'
import { servePage } from './pageServer.js'
import { startSocketServer } from './socketServer.js'
import { against, faster, type Table } from './table.js'
import { openTab, type Spent } from './tab.js'

interface Load {
  readonly name: string
  readonly perSecond: number
  readonly events: number
}
const LOADS: readonly Load[] = [
  { name: 'React, 5,000 events a second', perSecond: 5_000, events: 10_000 },
  { name: 'React, as fast as they come', perSecond: 1_000_000, events: 10_000 },
]
/** Sent before anything is measured, to have the code compiled. */
const WARM_UP = 2_500
const ROUNDS = 2

const CONTENDERS = { reading: 'reading alone', byHand: 'hand-written setQueryData', engine: 'pitchey-live' } as const
type Contender = keyof typeof CONTENDERS
type Runs = Readonly<Record<Contender, Spent[]>>

export async function reactRows(table: Table): Promise<void> {
  table.heading(
    `React: 1,000 useQuery in Chromium, events from a real socket; CPU the best of ${ROUNDS}, the rest the worst`,
  )
  if (!existsSync(chromiumPath)) return table.missing(`Left out: no Chromium at ${chromiumPath} (CHROMIUM_PATH)`)
  const page = await servePage()
  const sockets = await startSocketServer()
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs })
  const measure = async (contender: Contender, { perSecond, events }: Load): Promise<Spent> => {
    const tab = await openTab(browser, `${page.url}?contender=${contender}&socket=${encodeURIComponent(sockets.url)}`)
    const frames = makeFrames(WARM_UP + events, 'uniform')
    if (contender === 'engine') await sockets.subscribed()
    await sockets.send(frames.slice(0, WARM_UP), perSecond)
    await tab.shows(frames.slice(0, WARM_UP))
    return tab.spent(async () => {
      await sockets.send(frames.slice(WARM_UP), perSecond)
      await tab.shows(frames)
    })
  }
  try {
    for (const load of LOADS) {
      const runs: Runs = { reading: [], byHand: [], engine: [] }
      for (let round = 0; round < ROUNDS; round += 1) {
        runs.reading.push(await measure('reading', load))
        runs.byHand.push(await measure('byHand', load))
        runs.engine.push(await measure('engine', load))
      }
      rows(table, load, runs)
    }
  } finally {
    await browser.close()
    sockets.close()
    await page.close()
  }
}

function rows(table: Table, { name, events }: Load, runs: Runs): void {
  for (const [what, of] of [
    ['main thread', (spent: Spent) => spent.taskCpu],
    ['scripts', (spent: Spent) => spent.scriptCpu],
  ] as const) {
    const best = (contender: Contender) => ({
      name: CONTENDERS[contender],
      value: Math.min(...runs[contender].map(of)) / events,
    })
    const [least, naive, ours] = [best('reading'), best('byHand'), best('engine')]
    table.row({ name: `${name}: ${what}, ${least.name}`, value: least.value, unit: 'µs/event' })
    table.row({ name: `${name}: ${what}, ${naive.name}`, value: naive.value, unit: 'µs/event' })
    table.row(against(naive, `${name}: ${what}, ${ours.name}`, ours.value, 'µs/event'))
    table.row(faster(`${name}: ${what}, times less`, ours, naive))
  }
  const worst = (contender: Contender, what: string, of: (spent: Spent) => number, unit: string) =>
    table.row({
      name: `${name}: ${what}, ${CONTENDERS[contender]}`,
      value: Math.max(...runs[contender].map(of)),
      unit,
    })
  for (const contender of ['byHand', 'engine'] as const) {
    worst(contender, 'commits a frame', ({ commits, frames }) => commits / frames, 'commits')
  }
  // By the clock on the wall: how long it is for who does nothing says how busy the machine is.
  for (const contender of ['reading', 'byHand', 'engine'] as const) {
    worst(contender, 'longest task, 0 below 50', ({ longestTaskMs }) => longestTaskMs, 'ms')
  }
}
