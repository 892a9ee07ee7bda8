import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import type { Plugin, ViteDevServer } from 'vite'
import { defineConfig } from 'vitest/config'
import type { TestProjectConfiguration } from 'vitest/config'
import { chromiumArgs, chromiumPath } from './tests/support/chromium.js'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const backend = `http://127.0.0.1:${process.env['PORT'] ?? 8001}`
const testing = process.env['VITEST'] !== undefined

/** `npm run dev` starts the backend too, in this process, and restarts it when its source changes. */
function devBackend(): Plugin {
  let running: { close(): Promise<void> } | undefined
  let turn = Promise.resolve()
  const restart = (vite: ViteDevServer) => {
    turn = turn.then(async () => {
      await running?.close()
      running = undefined
      try {
        const { startFromEnvironment } = (await vite.ssrLoadModule(here('src/server/main.ts'))) as MainModule
        running = await startFromEnvironment({ DEMO: '1', ...process.env })
      } catch (error) {
        vite.config.logger.error(`The backend did not start: ${error instanceof Error ? error.message : String(error)}`)
      }
    })
  }
  return {
    name: 'dev-backend',
    apply: (_, { command, isPreview }) => command === 'serve' && isPreview !== true && !testing,
    configureServer(vite) {
      restart(vite)
      vite.watcher.add(here('src/server')).on('change', (file) => {
        if (!/\/src\/(server|protocol)\//.test(file)) return
        vite.moduleGraph.invalidateAll()
        restart(vite)
      })
      vite.httpServer?.on('close', () => void running?.close())
    },
  }
}
interface MainModule {
  startFromEnvironment(env: Readonly<Record<string, string | undefined>>): Promise<{ close(): Promise<void> }>
}

/** In a real browser, once on the newest React and once on the oldest that we promise. */
const components = (name: string, alias: Record<string, string>): TestProjectConfiguration => ({
  extends: true,
  resolve: { alias },
  test: {
    name,
    include: ['tests/browser/**/*.test.{ts,tsx}'],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: 'chromium' }],
      provider: playwright({ launchOptions: { executablePath: chromiumPath, args: chromiumArgs } }),
    },
  },
})

const node = (name: string): TestProjectConfiguration => ({
  extends: true,
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

const withBrowser = existsSync(chromiumPath)
if (testing && !withBrowser) {
  const message = `No Chromium at ${chromiumPath} (CHROMIUM_PATH): THE BROWSER TESTS DO NOT RUN. Install one: npm run setup:browser`
  if (process.env['CI']) throw new Error(message)
  console.warn(`\n${'!'.repeat(100)}\n${message}\n${'!'.repeat(100)}\n`)
}

export default defineConfig(({ mode }) => ({
  root: testing ? here('.') : here('src/demo'),
  envDir: here('.'),
  plugins: [react(), devBackend()],
  resolve: { tsconfigPaths: true },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/api': backend, '/healthz': backend, '/ws': { target: backend, ws: true } },
  },
  build:
    mode === 'server'
      ? {
          ssr: here('src/server/main.ts'),
          outDir: here('dist/server'),
          emptyOutDir: true,
          target: 'node20',
          sourcemap: true,
        }
      : { outDir: here('dist/demo'), emptyOutDir: true },
  test: {
    projects: [
      node('protocol'),
      node('live'),
      node('server'),
      node('package'),
      ...(withBrowser
        ? [
            components('react 19', {}),
            components('react 18', {
              react: here('tests/react18/node_modules/react'),
              'react-dom': here('tests/react18/node_modules/react-dom'),
            }),
            node('e2e'),
          ]
        : []),
    ],
  },
}))
