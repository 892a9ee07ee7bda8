/** What a round trip is like to live with. `unknown`: not measured yet. */
export type Quality = 'unknown' | 'good' | 'fair' | 'poor'

/** Round trips longer than this are `fair`, than that `poor`. */
const FAIR_MS = 200
const POOR_MS = 600
/** A link on the border must not flicker: it is left a little later than it is entered. */
const SLACK = 0.2

export function gradeOf(before: Quality, ms: number): Quality {
  const exceeds = (limit: number, already: boolean) => {
    if (before === 'unknown') return ms > limit
    return ms > limit * (already ? 1 - SLACK : 1 + SLACK)
  }
  if (exceeds(POOR_MS, before === 'poor')) return 'poor'
  return exceeds(FAIR_MS, before === 'fair' || before === 'poor') ? 'fair' : 'good'
}
