export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What it is compared with, measured in the same run. */
  readonly baseline?: string
  /** Times the baseline. */
  readonly ratio?: number
}

export interface Table {
  readonly heading: (text: string) => void
  readonly row: (row: Row) => void
  /** Something that could not be measured, and why. */
  readonly missing: (text: string) => void
}

/** For people; with `json` one object a line for programs, and the rest to standard error. */
export function createTable({ json }: { readonly json: boolean }): Table {
  const beside = json ? console.error : console.log
  return {
    heading: (text) => beside(`\n${text}`),
    missing: (text) => beside(`  ${text}`),
    row: ({ name, value, unit, baseline, ratio }) => {
      if (json) return console.log(JSON.stringify({ name, value, unit, baseline, ratio }))
      const compared = ratio === undefined ? '' : `${ratio.toFixed(2).padStart(9)} × ${baseline}`
      return console.log(`  ${name.padEnd(62)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(13)}${compared}`)
    },
  }
}

export interface Measured {
  readonly name: string
  readonly value: number
}

/** How many times its peer's this value is. */
export const against = (peer: Measured, name: string, value: number, unit: string): Row => ({
  name,
  value,
  unit,
  baseline: peer.name,
  ratio: value / peer.value,
})

/** How many times as long the peer takes. */
export const faster = (name: string, ours: Measured, peer: Measured): Row => {
  const times = peer.value / ours.value
  return { name, value: times, unit: '×', baseline: peer.name, ratio: times }
}
