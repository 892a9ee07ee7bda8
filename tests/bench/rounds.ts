import type { Measured } from './table.js'

export interface Contender {
  readonly name: string
  readonly events: number
  /** Takes all events. Resolves to CPU microseconds. */
  readonly run: () => Promise<number>
}

/**
 * The best of each contender's rounds, in CPU microseconds an event. They take turns, so that a machine that slows down
 * slows all of them; the first round warms up and does not count.
 */
export async function takeTurns(
  contenders: readonly Contender[],
  rounds: number,
): Promise<(contender: Contender) => Measured> {
  const best = new Map<Contender, number>()
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of contenders) {
      const spent = (await contender.run()) / contender.events
      if (round > 0) best.set(contender, Math.min(best.get(contender) ?? Number.POSITIVE_INFINITY, spent))
    }
  }
  return (contender) => ({ name: contender.name, value: best.get(contender) ?? Number.NaN })
}

/** Resolves to the CPU microseconds that `work` takes. */
export async function cpuOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** Long enough for the notify manager, which tells its listeners in a timer of its own. */
export const turn = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
