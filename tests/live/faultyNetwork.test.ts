import { expect, it, vi } from 'vitest'
import { systemClock } from '../../src/server/clock.js'
import { dice, type Dice } from '../support/dice.js'
import { PASS, startFaultProxy, type Fault } from '../support/faultProxy.js'
import { service } from '../support/person.js'
import { openProxiedPage, type ProxiedPage } from '../support/proxiedPage.js'
import { startTestServer, type TestServer } from '../support/testServer.js'

const SEEDS = Array.from({ length: Number(process.env['FAULT_SEEDS'] ?? 5) }, (_, n) => n + 1)
const STEPS = 150
/** By then the restarted server is back, and the faults go on. */
const RESTARTED = 90
const ANA = { userId: 1, username: 'Ana', role: 'creator' } as const
const BEN = { userId: 2, username: 'Ben', role: 'investor' } as const
const PITCHES = [101, 102, 103] as const

/** A half-open link is noticed after 35 s. Both ends live ten times as fast, so that nobody has to wait for it. */
const SPEED = 10
const began = Date.now()
const fastClock: typeof systemClock = {
  now: () => began + (Date.now() - began) * SPEED,
  after: (ms, task) => systemClock.after(ms / SPEED, task),
}
const PATIENTLY = { timeout: 30_000, interval: 50 }

const someFault = ({ below, one }: Dice): Fault =>
  one<() => Fault>([
    () => ({ do: 'refuse' }),
    () => ({ do: 'cut', from: one(['client', 'server']), afterBytes: below(3_000) }),
    () => ({ do: 'reset', from: one(['client', 'server']), afterBytes: below(3_000) }),
    () => ({ do: 'silence', from: one(['client', 'server']), afterBytes: one([0, below(600)]) }),
    () => ({ do: 'delay', ms: 1 + below(60) }),
  ])()

/** Everybody's commands, and what became of them. */
function createWork(server: TestServer, pages: readonly [ProxiedPage, ...ProxiedPage[]], draw: Dice) {
  const outcomes: { what: string; outcome: string }[] = []
  const viewers = new Map<number, Set<number>>(PITCHES.map((id) => [id, new Set()]))
  const read = new Set<string>()
  const posted: Promise<number>[] = []
  const watching = new Set<ProxiedPage>()

  const follow = (what: string, acked: Promise<unknown>, done: () => void) => {
    const command = { what, outcome: 'waiting' }
    outcomes.push(command)
    acked.then(
      () => {
        command.outcome = 'acked'
        done()
      },
      (error: unknown) => (command.outcome = String(error)),
    )
  }
  /** The service is no client of ours: it asks the server itself, again while that restarts. */
  const post = async (userId: number, n: number): Promise<number> => {
    const notification = { userId, id: `n${n}`, kind: 'test', level: 'info', title: `Number ${n}`, message: '' }
    const said = await service(server)
    const { status } = await vi.waitFor(() => said.send('POST', '/api/notifications', notification), PATIENTLY)
    return status
  }
  const deeds = {
    view: ({ live, user }: ProxiedPage) => {
      const pitchId = draw.one(PITCHES)
      const { acked } = live.send('pitch_view', { pitchId })
      follow(`view ${pitchId}`, acked, () => viewers.get(pitchId)?.add(user.userId))
    },
    read: ({ live, items }: ProxiedPage) => {
      const every = 1 + draw.below(9)
      const ids = items().flatMap(({ id }, n) => (n % every === 0 ? [id] : []))
      if (ids.length === 0) return
      follow(`read ${ids.join()}`, live.send('notification_read', { ids }).acked, () =>
        ids.forEach((id) => read.add(id)),
      )
    },
    watch: (page: ProxiedPage) => {
      const on = draw.chance(0.5)
      page.live.send('watch', { pitchId: PITCHES[0], on })
      if (on) watching.add(page)
      else watching.delete(page)
    },
    notify: ({ user }: ProxiedPage) => void posted.push(post(user.userId, posted.length + 1)),
  }
  return {
    outcomes,
    read,
    posted,
    viewersOf: (pitchId: number) => viewers.get(pitchId)?.size ?? 0,
    watchers: () => new Set([...watching].map(({ user }) => user)).size,
    someDeed: () => deeds[draw.one(['view', 'read', 'watch', 'notify'] as const)](draw.one(pages)),
  }
}

it.concurrent.each(SEEDS)(
  'seed %i: when a faulty network heals, every page is where the server is, and every command was done once',
  async (seed) => {
    // One for each: who draws how often depends on the time, and must not change what the others draw.
    const draw = dice(seed)
    const luck = dice(seed + 1_000)
    const jitter = dice(seed + 2_000)
    const server = await startTestServer({}, fastClock)
    const proxy = await startFaultProxy(server.port)
    server.addPitches(101, 103)
    const open = (user: typeof ANA | typeof BEN) =>
      openProxiedPage({ server, proxy, user, pitches: PITCHES, random: jitter.random, speed: SPEED })
    const pages = [await open(ANA), await open(BEN), await open(ANA), await open(BEN)] as const
    const work = createWork(server, pages, draw)
    try {
      let restarted = Promise.resolve()
      const restartAt = draw.below(RESTARTED)
      for (let n = 0; n < STEPS; n += 1) {
        if (n === RESTARTED) await restarted
        if (n === restartAt) restarted = server.restart()
        else if (draw.chance(0.6)) work.someDeed()
        else if (draw.chance(0.5)) proxy.strike(() => (luck.chance(0.2) ? someFault(luck) : PASS))
        else proxy.forecast(() => (luck.chance(0.3) ? someFault(luck) : PASS))
        await new Promise((resolve) => setTimeout(resolve, draw.below(30)))
      }
      proxy.calm()
      expect(new Set(await Promise.all(work.posted))).toEqual(new Set([201]))

      await vi.waitFor(() => {
        expect(work.outcomes.filter(({ outcome }) => outcome !== 'acked')).toEqual([])
        for (const page of pages) expect(page.isConnected()).toBe(true)
      }, PATIENTLY)
      // The server lets go of the links that went silent: nobody is counted as watching there any more.
      await vi.waitFor(async () => {
        const metrics = await (await fetch(`${server.httpUrl}/metrics`)).text()
        expect(metrics).toContain('rt_connections 4\n')
        expect(pages[0].shown().slice(2)).toMatchObject([
          { count: work.watchers() },
          ...PITCHES.map((pitchId) => ({ pitchId, viewCount: work.viewersOf(pitchId) })),
        ])
      }, PATIENTLY)
      for (const page of pages) {
        await vi.waitFor(async () => expect(page.shown()).toEqual(await page.truth()), PATIENTLY)
        expect(page.openSockets()).toBe(1)
        expect(page.wrong).toEqual([])
        const items = page.items()
        expect(new Set(items.map(({ title }) => title)).size).toBe(items.length)
        expect(items.filter(({ id, read }) => work.read.has(id) && !read)).toEqual([])
      }
    } finally {
      for (const page of pages) page.close()
      await proxy.close()
      await server.stop()
    }
  },
)
