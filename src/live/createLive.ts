import { systemClock } from './clock.js'
import { createCommands } from './commands.js'
import { createSessions } from './connection/sessions.js'
import { createSocket } from './connection/socket.js'
import { isPage, pageEnvironment } from './environment.js'
import { createHold } from './hold.js'
import type { CommandTable, Live } from './live.js'
import type { LiveOptions } from './liveOptions.js'
import { createBudget } from './outbox/budget.js'
import { openDisk } from './outbox/disk.js'
import { createLines } from './outbox/lines.js'
import { createOutbox } from './outbox/outbox.js'
import { createStates } from './outbox/states.js'
import { pageTabs } from './outbox/tabs.js'
import { uplinkOf } from './outbox/uplink.js'
import { createRecords } from './records/records.js'
import { hostCallback } from './reports/hostCallback.js'
import { createReport } from './reports/report.js'
import { createRouter } from './router.js'
import { createStatusBoard } from './status/board.js'
import { createChronicle } from './status/chronicle.js'
import { createSync } from './sync/sync.js'
import { CLOSE } from '../protocol/closeCodes.js'
import type { AnyStream } from '../protocol/stream.js'

/** StrictMode and route changes release and acquire again in one go; only who stays away closes the socket. */
const RELEASE_MS = 1_000

/** The engine: one socket, whose events keep ordinary queries live. */
export function createLive<const S extends AnyStream>(options: LiveOptions<S>): Live<CommandTable<S>> {
  const { backend, clock = systemClock, random = Math.random, environment = pageEnvironment } = options
  const { batch = (run) => run(), newId = () => crypto.randomUUID() } = options
  const report = createReport({ clock, onError: options.onError, token: () => sessions.current()?.token })
  // Not a function when nobody listens: every event passes here.
  const pass = options.onMessage && hostCallback('onMessage', options.onMessage)
  const isLive = () => socket.isUp()
  const userKey = () => sessions.current()?.userKey ?? null

  const userListeners = new Set<(userKey: string | null) => void>()
  const disposed = new AbortController()
  const board = createStatusBoard({
    clock,
    look: () => ({
      connection: socket.connection(),
      online: environment.online(),
      queue: outbox.status(),
      latency: socket.latency(),
      quality: socket.quality(),
    }),
  })
  const chronicle = createChronicle(board.get().connection, options.onEvent)
  board.subscribe(() => chronicle.connection(board.get().connection))
  const sessions = createSessions({
    backend,
    clock,
    random,
    report,
    // Nothing of one user's is shown or sent under another.
    onSwitch: (session, before) => {
      chronicle.user(session, before)
      if (session) records?.onSwitch(session.userKey, before?.userKey ?? null)
      // First the link goes, and with it whatever was on its way. The first session of all is the one being dialled for.
      if (before || !session || socket.connection().state === 'idle') socket.tell({ event: 'identity' })
      outbox.setUser(session?.userKey ?? null)
      lines.setUser(session?.userKey ?? null)
      if (before) states.clear()
      sync.onSwitch(session, before)
      board.onSwitch()
      for (const listener of userListeners) listener(session?.userKey ?? null)
    },
    onNobody: () => records?.onNobody(),
    onRenew: () => {
      socket.onRenew()
      if (socket.connection().state === 'halted') socket.tell({ event: 'start' })
      sync.onRenew()
    },
  })
  // Without a server that counts, a position means nothing on another day.
  const records =
    options.remember && backend.positions !== false
      ? createRecords({ ...options.remember, clock, report, userKey })
      : null
  // Before the socket hears of it, and lets go: what a page says when it is put away must still get out.
  const unwatchEnd = environment.watch((news) => {
    if (environment.visible() && news !== 'froze') return
    // It may be the last that is heard of this page.
    records?.flush()
    lines.hide()
  })
  const socket = createSocket({
    backend,
    sessions,
    clock,
    random,
    newId,
    environment,
    report,
    ...(options.WebSocket ? { WebSocket: options.WebSocket } : {}),
    onWelcome: board.onWelcome,
    onUp: () => {
      states.linkUp()
      outbox.link('up')
      lines.link('up')
      sync.linkUp()
    },
    onDown: (code) => {
      states.linkDown()
      if (code === CLOSE.tooBig) outbox.onTooLarge()
      outbox.link(uplinkOf(socket.connection()))
      lines.link(uplinkOf(socket.connection()))
      sync.linkDown()
    },
    onMessage: (message) => {
      pass?.({ way: 'in', message })
      route(message)
    },
    onChange: () => {
      if (!isLive()) {
        outbox.link(uplinkOf(socket.connection()))
        lines.link(uplinkOf(socket.connection()))
      }
      sync.update()
      board.update()
    },
  })
  const send: typeof socket.send = (message) => {
    pass?.({ way: 'out', message })
    socket.send(message)
  }
  const budget = createBudget({ clock, random, onSpend: (spent) => outbox.onSpend(spent) })
  const outbox = createOutbox({
    clock,
    random,
    newId,
    report,
    sessions,
    budget,
    disk: options.outbox ? openDisk({ store: options.outbox.store, clock, report }) : null,
    tabs: options.outbox?.tabs ?? (isPage() ? pageTabs : { lock: null, open: null }),
    overSocket: send,
    overRest: backend.command,
    frameOf: (message) => (backend.wire ? backend.wire.encode(message) : JSON.stringify(message)),
    onRestored: (command) => commands.expectAgain(command),
    onChange: board.update,
  })
  const lines = createLines({
    clock,
    random,
    budget,
    sessions,
    report,
    overSocket: send,
    overRest: backend.command,
  })
  const states = createStates({ clock, budget, send, isLive })
  const sync = createSync({
    streams: new Map(options.streams.map((stream) => [stream.name, stream])),
    backend,
    sessions,
    clock,
    random,
    newId,
    environment,
    report,
    batch,
    memory: records,
    send,
    isLive,
    onProgress: (all) => socket.tell({ event: all ? 'recovered' : 'progressed' }),
    onPolling: chronicle.polling,
    onPolled: board.onPolled,
  })
  const commands = createCommands({ streams: options.streams, states, outbox, expect: sync.expect, chronicle, report })
  const route = createRouter({ topics: sync.topics, outbox, lines, budget, chronicle, report })
  const unwatch = environment.watch(() => (environment.visible() ? sync.wake() : sync.update()))
  let cancelRelease = () => {}
  const page = createHold({
    onFirst: () => {
      cancelRelease()
      const { state } = socket.connection()
      if (state === 'idle' || state === 'dormant') socket.tell({ event: 'start' })
    },
    onLast: () => {
      cancelRelease = clock.after(RELEASE_MS, () => socket.tell({ event: 'stop' }))
    },
  })

  return {
    acquire: page.take,
    attach: sync.attach,
    send: commands.send,
    openLine: lines.open,
    getStatus: board.get,
    subscribe: board.subscribe,
    connect: () => socket.tell({ event: 'start' }), // which asks who is signed in
    disconnect: () => socket.tell({ event: 'stop' }),
    ground: {
      backend,
      sessions,
      clock,
      random,
      newId,
      environment,
      report,
      disposed: disposed.signal,
      watchUser: (listener) => {
        userListeners.add(listener)
        return () => userListeners.delete(listener)
      },
    },
    dispose: () => {
      disposed.abort()
      cancelRelease()
      socket.dispose()
      sessions.dispose()
      unwatchEnd()
      unwatch()
      sync.dispose()
      records?.dispose()
      states.clear()
      outbox.dispose()
      lines.dispose()
      board.dispose()
    },
  }
}
