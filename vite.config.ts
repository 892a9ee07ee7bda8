import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { createLogger, loadEnv, type Logger, type Plugin, type ViteDevServer } from 'vite'
import { defineConfig } from 'vitest/config'
import type { TestProjectConfiguration, TestProjectInlineConfiguration } from 'vitest/config'
import { browserCommands } from './tests/support/browserCommands.js'
import { chromiumArgs, chromiumPath } from './tests/support/chromium.js'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const demoStreams = here('src/demo/streams/index.ts')
const testing = process.env['VITEST'] !== undefined

interface Backend {
  close(): Promise<void>
}
interface MainModule {
  startFromEnvironment(env: Readonly<Record<string, string | undefined>>): Promise<Backend>
}

/**
 * The backend of `npm run dev`, in this process. Kept outside of the configuration, because Vite reads that anew when it
 * or `.env` changes, before it lets go of the old one: two backends would quarrel over the port and the database.
 */
const dev = ((globalThis as { pitcheyDev?: { backend?: Backend } }).pitcheyDev ??= {})

/** `npm run dev` starts the backend too, and restarts it when its source changes. */
function devBackend(env: Readonly<Record<string, string>>): Plugin {
  let turn = Promise.resolve()
  let waiting = false
  // Closing twice is waiting for the same end.
  const stop = async () => dev.backend?.close()
  const start = async (vite: ViteDevServer) => {
    await stop()
    const main = (await vite.ssrLoadModule(here('src/server/main.ts'))) as MainModule
    dev.backend = await main.startFromEnvironment({ DEMO: '1', ...env, STREAMS: [demoStreams, env['STREAMS']].join() })
  }
  const restart = (vite: ViteDevServer) => {
    if (waiting) return
    waiting = true
    turn = turn.then(async () => {
      waiting = false
      vite.moduleGraph.invalidateAll()
      await start(vite).catch((error: unknown) => vite.config.logger.error(whyNotStarted(error)))
    })
  }
  return {
    name: 'dev-backend',
    apply: (_, { command, isPreview }) => command === 'serve' && isPreview !== true && !testing,
    async configureServer(vite) {
      try {
        await start(vite)
      } catch (error) {
        // Without it the demo would talk to nobody, or to whoever has the port.
        vite.config.logger.error(whyNotStarted(error))
        process.exit(1)
      }
      vite.watcher.add([here('src/server'), here('src/protocol')]).on('all', (_, file) => {
        if (/\/src\/(?:server|protocol|demo\/streams)\/.*\.ts$/.test(file.replaceAll('\\', '/'))) restart(vite)
      })
      process.once('SIGINT', () => void stop().finally(() => process.exit(130)))
      process.once('SIGTERM', () => void stop().finally(() => process.exit(143)))
    },
  }
}

const whyNotStarted = (error: unknown) =>
  `The backend did not start: ${error instanceof Error ? error.message : String(error)}`

/** While the backend restarts, every request through the proxy fails: one line says so, not a stack for each. */
function logger(): Logger {
  const logger = createLogger()
  const error = logger.error.bind(logger)
  let toldAt = 0
  logger.error = (message, options) => {
    if (!/proxy (?:socket )?error/.test(message)) return error(message, options)
    if (Date.now() - toldAt < 10_000) return
    toldAt = Date.now()
    logger.warn(`The connection to the backend failed: ${options?.error?.message ?? message}`, { timestamp: true })
  }
  return logger
}

/** In a real browser, once on the newest React and once on the oldest that we promise. */
const components = (name: string, alias: Record<string, string>): TestProjectConfiguration => ({
  extends: true,
  resolve: { alias },
  // Named, not found on the way: a package found while a test runs is bundled anew, with another copy of React.
  optimizeDeps: {
    include: [
      '@tanstack/react-query',
      'axe-core',
      'dequal/lite',
      'fast-check',
      'idb-keyval',
      'partysocket/ws',
      'react',
      'react/jsx-dev-runtime',
      'react-dom',
      'react-dom/client',
      'react-dom/server.browser',
      'tus-js-client',
      'valibot',
      'virtua',
    ],
  },
  test: {
    name,
    include: ['tests/browser/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    retry: RETRIES,
    expect: { poll: { timeout: 20_000 } },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: 'chromium' }],
      commands: browserCommands,
      provider: playwright({ launchOptions: { executablePath: chromiumPath, args: chromiumArgs } }),
    },
  },
})

const node = (
  name: string,
  more: TestProjectInlineConfiguration['test'] = {},
  alias: Record<string, string> = {},
): TestProjectConfiguration => ({
  extends: true,
  resolve: { alias },
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    ...more,
  },
})

/** What leans on TanStack Query, once on the newest and once on the oldest that we promise. */
const CONTRACT = 'tests/query-core.contract.test.ts'
const LEANING = 'tests/live/{identity,records/records,sync/{convergence,faults,hydration,layers,weakBackend}}.test.ts'
const queryLowest = node(
  'query lowest',
  { include: [CONTRACT, LEANING], env: { QUERY_VERSION: 'lowest', SYNC_RUNS: '300' } },
  { '@tanstack/react-query': here('tests/queryLowest/node_modules/@tanstack/react-query') },
)

const withBrowser = existsSync(chromiumPath)
/** A machine that several share may be out of breath for a moment. What had to be tried again is said beside its name. */
const RETRIES = process.env['CI'] ? 1 : 0
if (testing && !withBrowser) {
  const message = `No Chromium at ${chromiumPath} (CHROMIUM_PATH): THE BROWSER TESTS DO NOT RUN. Install one: npm run setup:browser`
  if (process.env['CI']) throw new Error(message)
  console.warn(`\n${'!'.repeat(100)}\n${message}\n${'!'.repeat(100)}\n`)
}

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, here('.'), '')
  const backend = `http://127.0.0.1:${env['PORT'] ?? 8001}`
  return {
    root: testing ? here('.') : here('src/demo'),
    envDir: here('.'),
    customLogger: logger(),
    plugins: [react(), devBackend(env)],
    resolve: { tsconfigPaths: true },
    server: {
      port: 5173,
      // Two runs of the tests on one machine each find a port; the demo is where it is said to be.
      strictPort: !testing,
      proxy: { '/api': backend, '/healthz': backend, '/ws': { target: backend, ws: true } },
    },
    build:
      mode === 'server'
        ? {
            ssr: true,
            rolldownOptions: { input: { main: here('src/server/main.ts'), demoStreams } },
            outDir: here('dist/server'),
            emptyOutDir: true,
            target: 'node20',
            sourcemap: true,
          }
        : mode === 'bench'
          ? { ssr: here('tests/bench/index.ts'), outDir: here('dist/bench'), emptyOutDir: true, target: 'node20' }
          : {
              outDir: here('dist/demo'),
              emptyOutDir: true,
              rolldownOptions: { input: [here('src/demo/index.html'), here('src/demo/hosts.html')] },
            },
    test: {
      projects: [
        node('protocol'),
        node('query newest', { include: [CONTRACT] }),
        queryLowest,
        node('live'),
        node('contexts'),
        node('server'),
        node('package'),
        ...(withBrowser
          ? [
              components('react 19', {}),
              components('react 18', {
                react: here('tests/react18/node_modules/react'),
                'react-dom': here('tests/react18/node_modules/react-dom'),
              }),
              // Last, and two at a time: several browsers and servers each, which must not be short of breath, and mostly wait.
              node('e2e', {
                globalSetup: here('tests/e2e/buildDemo.ts'),
                maxWorkers: 2,
                sequence: { groupOrder: 1 },
                testTimeout: 120_000,
                retry: RETRIES,
                expect: { poll: { timeout: 10_000 } },
              }),
            ]
          : []),
      ],
    },
  }
})
