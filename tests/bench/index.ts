/** `npm run bench`: a table for people; with `-- --json` one JSON object a line. Ratios compare within this very run. */
import { createTable } from './table.js'

// query-core takes a world without `window` for a server, and then saves itself the work of a browser. It looks when it
// is imported, so it is imported after this.
Object.assign(globalThis, { window: globalThis })

const table = createTable({ json: process.argv.includes('--json') })
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

const parts: Readonly<Record<string, () => Promise<void>>> = {
  sizes: async () => (await import('./sizes.js')).sizeRows(table),
  react: async () => (await import('./react.js')).reactRows(table),
  router: async () => (await import('./router.js')).routerRows(table),
  list: async () => (await import('./list.js')).listRows(table),
  presence: async () => (await import('./presence.js')).presenceRows(table),
  drafts: async () => (await import('./drafts.js')).draftRows(table),
}
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) throw new Error(`No such part: ${unknown.join()}. There are ${Object.keys(parts).join()}`)
for (const [name, run] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await run()
