/** What a page has to load, and which part of it is whose. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, transform, type BuildOptions, type Plugin } from 'esbuild'
import type { Table } from './table.js'

const HOSTS_OWN = ['react', 'react-dom', '@tanstack/react-query']

/** Modules of `src/live` that keep a socket open, know who is signed in, and say how things stand. */
const CONNECTION = (
  'backend backoff clock closing connection deadline dialler environment latency link move pause quality renewal ' +
  'sessions sleep socket status statusBoard transport watchdog'
).split(' ')
const OUTBOX = 'budget command delivery mailbox outbox outboxLink outboxRecords states tabs userDigest'.split(' ')
/** What outlives a page: in storage, and from a server that rendered it. */
const MEMORY = ['browserStore', 'hydration', 'record', 'recordIndex', 'records', 'store']
/** What is told of it all. */
const REPORTS = ['chronicle', 'hostCallback', 'liveEvent', 'redact', 'report']
/** Not in the engine: loaded by who wants it. */
const APART = ['index', 'sentry']

export async function sizeRows(table: Table): Promise<void> {
  table.heading('Size, minified and gzipped, without React and TanStack Query')
  const modules = readdirSync('src/live').map((file) => basename(file, '.ts'))
  const listed = [...CONNECTION, ...OUTBOX, ...MEMORY, ...REPORTS, ...APART]
  const missing = listed.filter((module) => !modules.includes(module))
  if (missing.length > 0) throw new Error(`No such modules in src/live: ${missing.join(', ')}`)
  const sync = modules.filter((module) => !listed.includes(module))
  const styles = await transform(readFileSync('src/components/styles.css', 'utf8'), { loader: 'css', minify: true })

  const row = (name: string, value: number) => table.row({ name: `size: ${name}`, value, unit: 'kB' })
  row('sync, alone', await sizeOf(part(sync)))
  row('connection, alone', await sizeOf(part(CONNECTION)))
  row('outbox, alone', await sizeOf(part(OUTBOX)))
  row('memory, alone', await sizeOf(part(MEMORY)))
  row('reports, alone', await sizeOf(part(REPORTS)))
  row('partysocket', await sizeOf(entry(`export { default } from 'partysocket/ws'`)))
  row('engine: all of these', await sizeOf(entry(`export * from './src/live/index.ts'`)))
  row('one widget', await sizeOf(entry(`export { NotificationDropdown } from './src/index.ts'`)))
  row('everything', await sizeOf(entry(`export * from './src/index.ts'`)))
  row('styles', gzipped(styles.code))
}

const entry = (contents: string): BuildOptions => ({ stdin: { contents, resolveDir: process.cwd() } })

/** These modules, and what they use of nobody else's. */
function part(modules: readonly string[]): BuildOptions {
  const others: Plugin = {
    name: 'others',
    setup: (build) => {
      build.onResolve({ filter: /^\.\.?\// }, ({ path, kind }) => {
        const own = path.startsWith('./src/live/') || modules.includes(basename(path, '.js'))
        return kind === 'entry-point' || own ? undefined : { path, external: true }
      })
    },
  }
  const contents = modules.map((module) => `export * from './src/live/${module}.ts'`).join('\n')
  return { ...entry(contents), plugins: [others], external: [...HOSTS_OWN, 'partysocket', 'dequal'] }
}

async function sizeOf(options: BuildOptions): Promise<number> {
  const { outputFiles } = await build({
    external: HOSTS_OWN,
    ...options,
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  })
  return outputFiles?.reduce((sum, { text }) => sum + gzipped(text), 0) ?? Number.NaN
}

const gzipped = (text: string): number => gzipSync(text, { level: 9 }).byteLength / 1000
