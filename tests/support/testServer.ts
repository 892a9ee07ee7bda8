import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import type { User } from '../../src/protocol/stream.js'
import { HEAD_SIZE } from '../../src/protocol/streams/notifications.js'
import { systemClock, type Clock } from '../../src/server/clock.js'
import { readConfig } from '../../src/server/config.js'
import { startServer } from '../../src/server/startServer.js'
import { signToken } from '../../src/server/token.js'

/**
 * Why: tests of both ends want the real server, on a free port, with a database nobody else has, and tokens for
 * whomever they please. Only time may be replaced.
 */
export interface TestServer {
  readonly port: number
  readonly httpUrl: string
  /** Without a token. */
  readonly wsUrl: string
  token(user?: Partial<User>, expiresInMs?: number): Promise<string>
  /** More pitches than the demo has, of a user who is nobody; no server has a door for this. */
  addPitches(firstId: number, lastId: number): void
  /** Gives this user, who never had any, so many notifications, all at once; their events are past the log's age. */
  fillNotifications(userId: number, count: number): void
  /** How many rows of a table are this user's. */
  rows(table: string, userId: number): number
  /** Stops and starts on the same database and port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export const SECRET = 'a secret that only tests know, 32 bytes and more'

/** A token that such a server takes, whoever runs it. */
export const tokenFor = (user: User, expiresAt: number): Promise<string> => signToken(SECRET, user, expiresAt)

/** `env`: as for the real server. Seeded with the demo's people and pitches unless `DEMO` is `0`. */
export async function startTestServer(
  env: Record<string, string> = {},
  clock: Clock = systemClock,
): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), 'pitchey-'))
  const config = readConfig({
    DEMO: '1',
    JWT_SECRET: SECRET,
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_URL: `file:${join(directory, 'test.db')}`,
    UPLOAD_DIR: join(directory, 'uploads'),
    ...env,
  })
  let server = await startServer(config, clock)
  const { port } = server
  return {
    port,
    httpUrl: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}/ws`,
    token: ({ userId = 2, username = 'Ben', role = 'investor' } = {}, expiresInMs = 3_600_000) =>
      tokenFor({ userId, username, role }, clock.now() + expiresInMs),
    addPitches(firstId, lastId) {
      const database = new Libsql(config.databaseFile)
      const insert = database.prepare('INSERT INTO pitches VALUES (?, 500000, ?, 0, 0)')
      database.transaction(() => {
        for (let id = firstId; id <= lastId; id += 1) insert.run([id, `Pitch ${id}`])
      })()
      database.close()
    },
    fillNotifications(userId, count) {
      const createdAt = clock.now() - 60_000
      const item = (n: number) => ({ kind: 'test', level: 'info', title: `Number ${n}`, message: 'One of many.' })
      const read = (n: number) => n % 5 !== 0
      const newest = Array.from({ length: Math.min(HEAD_SIZE, count) }, (_, index) => ({
        ...item(count - index),
        id: `${userId}-${count - index}`,
        createdAt: new Date(createdAt).toISOString(),
        read: read(count - index),
      }))
      const state = {
        items: newest,
        unreadCount: Math.floor(count / 5),
        nextCursor: count > HEAD_SIZE ? (newest.at(-1)?.id ?? null) : null,
      }
      const database = new Libsql(config.databaseFile)
      const insert = database.prepare('INSERT INTO notifications VALUES (?, ?, ?, ?, ?)')
      database.transaction(() => {
        for (let n = 1; n <= count; n += 1) insert.run([userId, n, JSON.stringify(item(n)), createdAt, read(n) ? 1 : 0])
        const topic = [`notifications:${userId}`, count, count, JSON.stringify(state)]
        database.prepare('INSERT INTO rt_topic (topic, head, floor, state) VALUES (?, ?, ?, ?)').run(topic)
      })()
      database.close()
    },
    rows(table, userId) {
      const database = new Libsql(config.databaseFile)
      const row: unknown = database.prepare(`SELECT COUNT(*) AS count FROM ${table} WHERE user_id = ?`).get([userId])
      database.close()
      return (row as { readonly count: number }).count // as the statement says
    },
    async restart() {
      await server.close()
      server = await startServer({ ...config, port }, clock)
    },
    async stop() {
      await server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
