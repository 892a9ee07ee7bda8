import { startWatch, type Seen } from './watch.js'

/** What the bench asks of the page. */
interface Page {
  /** Everything is shown and the socket is open. */
  readonly ready: () => boolean
  readonly reset: () => void
  readonly seen: () => Seen
  /** The number that a row shows, or that is known of it. */
  readonly number: (row: number) => number
  readonly numbers: () => number[]
}
declare global {
  var page: Page | undefined
}

const watch = startWatch()
const { byHand, reading, withEngine } = await import('./rows.js')
const asked = new URLSearchParams(location.search)
const mount = { reading, byHand, engine: withEngine }[asked.get('contender') ?? '']
if (!mount) throw new Error('No such contender')
const rows = document.getElementsByTagName('li')
const { connected, number = (row) => Number(rows[row]?.textContent) } = mount(asked.get('socket') ?? '')

globalThis.page = {
  ready: () => connected() && rows.length > 0 && [...rows].every(({ textContent }) => textContent !== ''),
  reset: watch.reset,
  seen: watch.seen,
  number,
  numbers: () => [...rows].map((_, row) => number(row)),
}
