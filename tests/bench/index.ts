/** `npm run bench`: a table for people; with `--json` one JSON object a line. Ratios compare within this very run. */
import type { Contender, Spread } from './router.js'

// query-core takes a world without `window` for a server, and then saves itself the work of a browser. It looks when it
// is imported, so it is imported after this.
Object.assign(globalThis, { window: globalThis })
const { bound, makeFrames, naive, router } = await import('./router.js')

const EVENTS = 100_000
const ROUNDS = 3
const json = process.argv.includes('--json')

interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly baseline?: string
  readonly ratio?: number
}

function print({ name, value, unit, baseline, ratio }: Row): void {
  if (json) return console.log(JSON.stringify({ name, value, unit, baseline, ratio }))
  const compared = ratio === undefined ? '' : `${ratio.toFixed(2).padStart(8)} × ${baseline}`
  return console.log(`${name.padEnd(48)} ${value.toFixed(2).padStart(8)} ${unit.padEnd(10)} ${compared}`)
}

async function measure(spread: Spread): Promise<void> {
  const frames = makeFrames(EVENTS, spread)
  const contenders: readonly Contender[] = [bound, naive, router]
  const best = new Map<Contender, number>()
  // In turns, so that a machine that slows down slows all of them; the first round warms up and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const contender of contenders) {
      const spent = await contender.run(frames)
      if (round > 0) best.set(contender, Math.min(best.get(contender) ?? Number.POSITIVE_INFINITY, spent))
    }
  }
  const perEvent = (contender: Contender) => (best.get(contender) ?? Number.NaN) / EVENTS
  const name = (contender: Contender) => `router, ${spread} keys: ${contender.name}`
  print({ name: name(bound), value: perEvent(bound), unit: 'µs/event' })
  print({
    name: name(naive),
    value: perEvent(naive),
    unit: 'µs/event',
    baseline: bound.name,
    ratio: perEvent(naive) / perEvent(bound),
  })
  print({
    name: name(router),
    value: perEvent(router),
    unit: 'µs/event',
    baseline: bound.name,
    ratio: perEvent(router) / perEvent(bound),
  })
  print({
    name: `router, ${spread} keys: times faster`,
    value: perEvent(naive) / perEvent(router),
    unit: '×',
    baseline: naive.name,
    ratio: perEvent(naive) / perEvent(router),
  })
}

if (!json)
  console.log(`${EVENTS} events, 1,000 keys and observers, 2,000 events a frame; CPU time, best of ${ROUNDS}\n`)
for (const spread of ['uniform', 'skewed'] as const) await measure(spread)
