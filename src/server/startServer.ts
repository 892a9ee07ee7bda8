import { randomBytes } from 'node:crypto'
import { createAuthorize } from './authorize.js'
import { every, systemClock, type Clock } from './clock.js'
import { createCoalescer } from './coalescer.js'
import { createCommands } from './commands.js'
import { developmentOrigins, type Config } from './config.js'
import { openLibsql } from './database/libsql.js'
import { createTables } from './database/schema.js'
import { builtPages, builtStreams } from './demo/built.js'
import { loginRoutes } from './demo/login.js'
import { rewind, seed } from './demo/seed.js'
import { createApp } from './http/app.js'
import { createHttpServer } from './http/server.js'
import { createHub, type Hub } from './hub.js'
import { createLimits } from './limiter.js'
import { createLog } from './logger.js'
import { readEpoch } from './log/epoch.js'
import { meta } from './log/meta.js'
import { createPublish } from './log/publish.js'
import { readEvents } from './log/resume.js'
import { trim } from './log/trim.js'
import { createMetrics } from './metrics.js'
import { attachGateway } from './socket/gateway.js'
import { loadStreams } from './streams/additional.js'
import { serverStreams } from './streams/index.js'
import { createTable } from './streams/serverStream.js'
import { createTickets } from './tickets.js'
import { createVerifyToken } from './token.js'
import { createUploadBoard } from './uploads/board.js'
import { createUploads } from './uploads/uploads.js'

export interface RunningServer {
  readonly port: number
  /** Lets clients go with 1012, finishes what was begun and releases the database. `graceMs`: answers 503 that long first. */
  close(options?: { graceMs?: number }): Promise<void>
}

const HOUSEKEEPING_MS = 60_000

/** Puts the server together and starts it. `port: 0` takes a free one. Importing this does nothing. */
export async function startServer(config: Config, clock: Clock = systemClock): Promise<RunningServer> {
  const log = createLog(config.logLevel)
  const metrics = createMetrics()
  const randomText = (): string => randomBytes(16).toString('base64url')
  const database = openLibsql(config.databaseFile)
  try {
    return await assemble()
  } catch (error) {
    metrics.stop()
    await database.close()
    throw error
  }

  async function assemble(): Promise<RunningServer> {
    await createTables(database)
    const epoch = await database.write((tx) => readEpoch(tx, randomText))
    const demoSecret = config.demo
      ? await database.write((tx) => meta(tx, 'demoSecret', () => randomText() + randomText()))
      : null
    const secret = config.jwtSecret ?? demoSecret
    const onError = (error: unknown): void => log.error({ err: error }, 'background work failed')

    const hub = createHub({
      epoch,
      readAfter: (topic, offset) =>
        database.read(async (tx) => (await readEvents(tx, topic, offset)).map(({ event }) => event)),
      onGap: () => metrics.hintGaps.inc(),
      onError,
    })
    const broadcast: Hub['broadcast'] = (topic, type, data, except) => {
      metrics.broadcasts.inc({ type })
      hub.broadcast(topic, type, data, except)
    }
    const board = createUploadBoard({ clock, broadcast })
    const uploads = createUploads({ config, board, clock, database, log, metrics, randomText })
    const additional = await loadStreams([...(config.demo ? builtStreams() : []), ...config.streamFiles])
    const { demo } = config
    const table = createTable(serverStreams({ clock, broadcast, demo, uploadBoard: board }, additional))
    const publish = createPublish({
      database,
      epoch,
      clock,
      onCommitted({ events, dirty }, committedAt) {
        hub.hear(events)
        if (events.length > 0) metrics.deliveryLag.observe((performance.now() - committedAt) / 1000)
        coalescer.touch(dirty)
      },
      onPublishTime: (seconds) => metrics.publishSeconds.observe(seconds),
    })
    const coalescer = createCoalescer({ table, database, publish, clock, onError })
    const limits = createLimits(() => clock.now())
    const authorize = createAuthorize(table)
    const commands = createCommands({ table, database, publish, limits, authorize })
    const tickets = createTickets(database, clock, randomText)
    const verifyToken = createVerifyToken(
      { secret, jwksUrl: config.jwksUrl, issuer: config.jwtIssuer, audience: config.jwtAudience },
      clock,
    )
    if (config.demo) {
      log.warn('DEMO is on: anybody may sign in as anybody')
      if (await seed(database, publish)) log.info('seeded an empty database')
    }

    let draining = false
    let port = config.port
    const shared = {
      allowedOrigins: () => config.allowedOrigins ?? developmentOrigins(port),
      authorize,
      clock,
      commands,
      database,
      degraded: () => [],
      epoch,
      hub,
      limits,
      log,
      metrics,
      publish,
      table,
      tickets,
      uploads,
      verifyToken,
    }
    const app = createApp({
      ...shared,
      isDraining: () => draining,
      demo:
        secret !== null && config.demo
          ? {
              loginRoutes: loginRoutes(secret, clock),
              pagesRoot: builtPages(),
              setSockets(on) {
                gateway.refuse(!on)
                if (!on) gateway.cutAll()
              },
              rewind: () => rewind(database),
            }
          : null,
    })
    const http = createHttpServer(app)
    const gateway = attachGateway(http.server, { ...shared, randomText, random: Math.random })
    await uploads.resume()
    port = await http.listen(config.port, config.host)
    await coalescer.resume()
    await trim(database, clock.now())
    await uploads.sweep()
    const stopHousekeeping = every(clock, HOUSEKEEPING_MS, () => {
      limits.sweep()
      trim(database, clock.now()).catch(onError)
      uploads.sweep().catch(onError)
    })
    log.info({ host: config.host, port, demo: config.demo }, 'listening')

    async function close({ graceMs = 0 } = {}): Promise<void> {
      draining = true
      log.info('draining')
      const grace = new Promise((resolve) => setTimeout(resolve, graceMs))
      await gateway.drain()
      await grace
      await uploads.stop()
      await http.close()
      stopHousekeeping()
      coalescer.stop()
      for (const stream of table.all) stream.stop?.()
      metrics.stop()
      await database.close()
      log.info('closed')
    }

    let closing: Promise<void> | undefined
    return { port, close: (options) => (closing ??= close(options)) }
  }
}
