/** What an event costs on its way to whoever shows it: 1,000 keys, each observed, 2,000 events a frame. */
import { batchedByHand, bound, byHand, withEngine } from './clients.js'
import { makeFrames } from './frames.js'
import { takeTurns } from './rounds.js'
import { against, faster, type Table } from './table.js'
import { tanstackDb } from './tanstackDb.js'

const EVENTS = 100_000
/** For whoever takes as long for these as others for all. */
const FEWER = 20_000
const ROUNDS = 3

export async function routerRows(table: Table): Promise<void> {
  for (const spread of ['uniform', 'skewed'] as const) {
    table.heading(
      `Router, ${spread} keys: ${EVENTS} events, 1,000 keys and observers, 2,000 a frame; best of ${ROUNDS}`,
    )
    const frames = makeFrames(EVENTS, spread)
    const name = (what: string) => `router, ${spread} keys: ${what}`
    await together(table, name, frames)
    await besideDb(table, name, frames)
    if (spread === 'uniform') await apart(table, name, frames)
  }
}

type Naming = (what: string) => string

// Only who is compared takes turns: in one long row, each would pay for the garbage of all.

async function together(table: Table, name: Naming, frames: readonly string[]): Promise<void> {
  const work = { frames, arrival: 'together' } as const
  const [least, naive, floor, ours] = [bound(work), byHand(work), batchedByHand(work), withEngine(work)]
  const cost = await takeTurns([least, naive, floor, ours], ROUNDS)
  table.row({ name: name(least.name), value: cost(least).value, unit: 'µs/event' })
  for (const contender of [naive, floor, ours]) {
    table.row(against(cost(least), name(contender.name), cost(contender).value, 'µs/event'))
  }
  table.row(faster(name('times faster'), cost(ours), cost(naive)))
  table.row(faster(name('times faster than batched by hand'), cost(ours), cost(floor)))
}

async function besideDb(table: Table, name: Naming, frames: readonly string[]): Promise<void> {
  const one = tanstackDb({ frames, arrival: 'together' }, 'one subscriber')
  const rows = tanstackDb({ frames: frames.slice(0, FEWER), arrival: 'together' }, 'a subscriber a row')
  const ours = withEngine({ frames, arrival: 'together' })
  const cost = await takeTurns([one, rows, ours], ROUNDS)
  table.row(against(cost(ours), name(one.name), cost(one).value, 'µs/event'))
  table.row(against(cost(ours), name(`${rows.name}, ${FEWER} events`), cost(rows).value, 'µs/event'))
}

async function apart(table: Table, name: Naming, frames: readonly string[]): Promise<void> {
  const work = { frames, arrival: 'apart' } as const
  const [naive, ours] = [byHand(work), withEngine(work)]
  const cost = await takeTurns([naive, ours], ROUNDS)
  const each = (what: string) => name(`each message a task, ${what}`)
  table.row({ name: each(naive.name), value: cost(naive).value, unit: 'µs/event' })
  table.row(against(cost(naive), each(ours.name), cost(ours).value, 'µs/event'))
  table.row(faster(each('times faster'), cost(ours), cost(naive)))
}
