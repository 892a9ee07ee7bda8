import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright'
import { createServer, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageOf } from './importRules.js'
import { importsOf } from './imports.js'
import { chromiumArgs, chromiumPath } from '../support/chromium.js'
import { installPackedHost, type PackedHost } from '../support/packedHost.js'
import manifest from '../../package.json' with { type: 'json' }
import serverManifest from '../../src/server/package.json' with { type: 'json' }

/** Whatever answers there: nobody. Who is asked is what counts. */
const API = 'https://api.example.test'

let host: PackedHost
beforeAll(async () => {
  host = await installPackedHost(`VITE_API_URL=${API}\n`)
}, 120_000)
afterAll(() => host.remove())

describe('the packed library in somebody’s application', () => {
  it.each(['bundler', 'nodenext'])(
    'has types that hold, every declaration checked: moduleResolution %s',
    async (how) => {
      await expect(host.run('tsc', '-p', `tsconfig.${how}.json`)).resolves.toBe('')
    },
  )

  it('brings nothing that only the server needs', () => {
    const packages = host.packages()
    expect(packages).toContain('partysocket')
    expect(packages.filter((name) => name in serverManifest.dependencies)).toEqual([])
  })

  it('names only packages that it asks for, in code and in declarations', () => {
    const { dependencies, peerDependencies } = manifest
    const known = [...Object.keys(dependencies), ...Object.keys(peerDependencies)]
    const strangers = host.library().flatMap(({ path, source }) =>
      importsOf(source)
        .filter(({ from }) => !from.startsWith('.') && !known.includes(packageOf(from)))
        .map(({ from }) => `${path}: ${from}`),
    )
    expect(strangers).toEqual([])
  })

  it('can be imported where pages are rendered on a server: it touches nothing there and keeps nothing running', async () => {
    const told = JSON.parse(await host.node('importOnServer.mjs')) as Record<string, unknown>
    expect(told['names']).toEqual(expect.arrayContaining(['WebSocketProvider', 'NotificationDropdown', 'createLive']))
    expect(told).toMatchObject({ touched: [], added: [], timers: 0 })
    // And an engine for one request, made where there is neither page nor storage nor socket, leaves as little.
    expect(told).toMatchObject({ prefetched: { viewCount: 7 }, left: 0 })
    expect(told['meta']).toMatchObject({ live: { positions: [{ epoch: 'e', offset: 4 }] } })
  })
})

describe.skipIf(!existsSync(chromiumPath))('the address in the application’s own .env is the one that is asked', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs })
  })
  afterAll(() => browser.close())

  const ASKED = { addresses: [API, 'wss://api.example.test/ws'], errors: [] }
  const DEBUGGED = { status: 'connecting', queueSize: 0, lastMessage: null }

  it('in its production build, which holds none of a developer’s tools', async () => {
    await host.run('vite', 'build')
    const built = host.built()
    expect(built).toContain('/api/snapshots')
    expect(built).not.toMatch(/pitcheyWS|pitcheyLog/)
    const server = await preview({ root: host.path('.'), configFile: false, logLevel: 'error', preview: { port: 0 } })
    try {
      expect(await visit(server.resolvedUrls?.local[0])).toEqual({ ...ASKED, debugged: null })
    } finally {
      await server.close()
    }
  })

  it('in its dev server, which has them', async () => {
    const quiet = { configFile: false, logLevel: 'error' } as const
    const server = await createServer({ ...quiet, root: host.path('.'), server: { port: 0 } })
    try {
      await server.listen()
      expect(await visit(server.resolvedUrls?.local[0])).toEqual({ ...ASKED, debugged: DEBUGGED })
    } finally {
      await server.close()
    }
  })

  /** Opens the page and waits until it has asked for a snapshot and dialled. Nobody answers. */
  async function visit(url = 'no address') {
    const page = await browser.newPage()
    const errors: string[] = []
    const asked = new Set<string>()
    page.on('pageerror', (error) => errors.push(error.message))
    await page.route(/\/api\//, (route) => {
      asked.add(new URL(route.request().url()).origin)
      return route.abort()
    })
    await page.routeWebSocket(/\/ws\?token=/, (socket) => {
      const { origin, pathname } = new URL(socket.url())
      asked.add(`${origin}${pathname}`)
    })
    await page.goto(url)
    await expect.poll(() => asked.size, { timeout: 20_000 }).toBe(2)
    const debugged: unknown = await page.evaluate('window.pitcheyWS ?? null')
    await page.close()
    return { addresses: [...asked].toSorted(), errors, debugged }
  }
})
