/** Why: what a test draws at random must be drawn again from the seed that it printed. */
export interface Dice {
  readonly random: () => number
  /** 0 … n − 1 */
  readonly below: (n: number) => number
  readonly chance: (probability: number) => boolean
  readonly one: <T>(of: readonly [T, ...T[]]) => T
}

export function dice(seed: number): Dice {
  let state = seed
  // mulberry32
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(random() * n)
  return { random, below, chance: (p) => random() < p, one: (of) => of[below(of.length)] ?? of[0] }
}
