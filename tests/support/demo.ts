import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright'
import { chromiumArgs, chromiumPath } from './chromium.js'

/**
 * Why: what a person sees of a crash can only be seen in browsers, with a server that really dies. So the built server
 * runs in a process of its own, on a port and a database that outlive it.
 */
export interface Demo {
  readonly url: string
  readonly port: number
  /** A browser profile of somebody's own; its pages share cookies and storage, and nothing with other people's. */
  arrive(options?: BrowserContextOptions): Promise<Person>
  /** `kill -9`: nothing is said, nothing is finished. */
  killServer(): Promise<void>
  /** On the same port and database. Resolves when it answers. */
  startServer(): Promise<void>
  /** What REST says of a topic, asked as one of the demo's people. */
  snapshot(name: string, topic: string): Promise<unknown>
  close(): Promise<void>
}

export interface Person {
  readonly context: BrowserContext
  open(path: string): Promise<Visit>
}

export interface Visit {
  readonly page: Page
  /** Every REST request so far, e.g. `GET /api/snapshots/pitch:1`. */
  readonly requests: readonly string[]
  /** Errors in the console and exceptions that nobody caught. */
  readonly errors: readonly string[]
  /** How often it was loaded. */
  readonly loads: () => number
}

const main = fileURLToPath(new URL('../../dist/e2e/server/main.js', import.meta.url))

/**
 * @param more variables of the server's environment
 * @param browserArgs that Playwright gives its browser, and that are not wanted
 */
export async function openDemo(more: Record<string, string> = {}, browserArgs: string[] = []): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env = {
    PATH: process.env['PATH'],
    DEMO: '1',
    PORT: String(port),
    LOG_LEVEL: 'error',
    DATABASE_URL: `file:${join(folder, 'demo.db')}`,
    UPLOAD_DIR: join(folder, 'uploads'),
    ...more,
  }
  let server: ChildProcess
  let ended: Promise<unknown>

  const startServer = async () => {
    server = spawn(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'inherit'] })
    ended = once(server, 'close')
    while (!(await answers(`${url}/readyz`))) {
      if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}`)
    }
  }
  const killServer = async () => {
    server.kill('SIGKILL')
    await ended
  }

  await startServer()
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: chromiumArgs,
    ignoreDefaultArgs: browserArgs,
  })
  return {
    url,
    port,
    startServer,
    killServer,
    async arrive(options = {}) {
      const context = await browser.newContext({ ...options, baseURL: url })
      return { context, open: async (path) => visit(await context.newPage(), path) }
    },
    async snapshot(name, topic) {
      const headers = { 'content-type': 'application/json' }
      const login = { method: 'POST', headers, body: JSON.stringify({ name }) }
      const { token } = (await (await fetch(`${url}/api/auth/demo`, login)).json()) as { token: string }
      const response = await fetch(`${url}/api/snapshots/${topic}`, { headers: { authorization: `Bearer ${token}` } })
      const { data } = (await response.json()) as { data: unknown }
      return data
    },
    async close() {
      await browser.close()
      await killServer()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function visit(page: Page, path: string): Promise<Visit> {
  const requests: string[] = []
  const errors: string[] = []
  let loads = 0
  page.on('load', () => (loads += 1))
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (pathname.startsWith('/api/')) requests.push(`${request.method()} ${pathname}${search}`)
  })
  await page.goto(path)
  return { page, requests, errors, loads: () => loads }
}

const answers = async (url: string): Promise<boolean> => {
  const response = await fetch(url).catch(() => null)
  return response?.ok === true
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
