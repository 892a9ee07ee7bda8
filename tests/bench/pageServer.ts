import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'

export interface PageServer {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Builds the page as for production, and serves it. */
export async function servePage(): Promise<PageServer> {
  const shared = { configFile: false, root: 'tests/bench/page', logLevel: 'warn' } as const
  const outDir = '../../../dist/bench/page'
  await build({
    ...shared,
    plugins: [react()],
    resolve: { tsconfigPaths: true },
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  })
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() }
}
