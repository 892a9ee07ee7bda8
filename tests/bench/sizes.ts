/** What a page has to load, and which part of it is whose. */
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions, type Plugin } from 'esbuild'
import type { Table } from './table.js'

const HOSTS_OWN = ['react', 'react-dom', '@tanstack/react-query']

const ENGINE = 'src/live'
/** Not in the engine: loaded by who wants it. */
const APART = ['index.ts', 'sentry.ts']

export async function sizeRows(table: Table): Promise<void> {
  table.heading('Size, minified and gzipped, without React and TanStack Query')
  const inside = readdirSync(ENGINE, { withFileTypes: true })
  const rooms = inside.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const rest = inside.filter((entry) => entry.isFile() && !APART.includes(entry.name)).map(({ name }) => name)

  const row = (name: string, value: number) => table.row({ name: `size: ${name}`, value, unit: 'kB' })
  for (const room of rooms) row(`${room}, alone`, await sizeOf(part(filesIn(room))))
  row('what composes them, alone', await sizeOf(part(rest)))
  row('partysocket', await sizeOf(entry(`export { default } from 'partysocket/ws'`)))
  row('engine: all of these', await sizeOf(entry(`export * from './src/live/index.ts'`)))
  row('one widget', await sizeOf(entry(`export { NotificationDropdown } from './src/index.ts'`)))
  row('everything', await sizeOf(entry(`export * from './src/index.ts'`)))
  row('styles', await sizeOf({ entryPoints: ['src/components/styles.css'] }))
}

const entry = (contents: string): BuildOptions => ({ stdin: { contents, resolveDir: process.cwd() } })

const filesIn = (room: string): readonly string[] => readdirSync(`${ENGINE}/${room}`).map((file) => `${room}/${file}`)

/** These files of the engine, and what they use of nobody else's. */
function part(files: readonly string[]): BuildOptions {
  const own = new Set(files.map((file) => resolve(ENGINE, file)))
  const others: Plugin = {
    name: 'others',
    setup: (build) => {
      build.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) =>
        own.has(resolve(resolveDir, path.replace(/\.js$/, '.ts'))) ? undefined : { path, external: true },
      )
    },
  }
  const contents = files.map((file) => `export * from './${ENGINE}/${file}'`).join('\n')
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
