import { mkdirSync, accessSync, constants } from 'node:fs'
import { stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { User } from '../../protocol/stream.js'
import type { UploadStatus } from '../../protocol/streams/uploads.js'
import type { Clock } from '../clock.js'
import { ConfigError, type Config } from '../config.js'
import type { Database } from '../database/database.js'
import type { Log } from '../logger.js'
import type { Metrics } from '../metrics.js'
import type { Standing, UploadBoard } from './board.js'
import { createLocks } from './locks.js'
import * as rows from './rows.js'
import type { UploadRow } from './rows.js'
import { UploadStore } from './store.js'
import { createEndpoint, type NewUpload } from './endpoint.js'

/** Files that users bring, in pieces if need be. */
export interface Uploads {
  find(id: string): Promise<UploadRow | null>
  /** Does what a tus request asks; who asks was looked at before. */
  answer(request: Request, user: User): Promise<Response>
  /** Where the bytes of an upload lie. */
  readonly pathOf: (id: string) => string
  /** Puts on the board what an earlier run of the server left. */
  resume(): Promise<void>
  /** Lets go of what nobody came back for. */
  sweep(): Promise<void>
  /** Breaks off what comes in, and waits until it is noted how far it came. */
  stop(): Promise<void>
}

interface Parts {
  readonly config: Pick<Config, 'uploadDir' | 'uploadTypes' | 'uploadQuota' | 'uploadsAtOnce'>
  readonly board: UploadBoard
  readonly clock: Clock
  readonly database: Database
  readonly log: Log
  readonly metrics: Metrics
  readonly randomText: () => string
}

/** @throws ConfigError when nothing can be stored there */
export function createUploads({ config, board, clock, database, log, metrics, randomText }: Parts): Uploads {
  const { uploadDir: directory, uploadQuota: quota, uploadsAtOnce: atOnce } = config
  openDirectory(directory)
  const pathOf = (id: string): string => join(directory, id)
  const stopping = new AbortController()
  const locks = createLocks()
  const running = new Set<Promise<Response>>()

  const find = (id: string): Promise<UploadRow | null> => database.read((tx) => rows.findUpload(tx, id))
  const tell = (
    row: UploadRow,
    bytes: number,
    more: Omit<Standing, 'filename' | 'bytesUploaded' | 'bytesTotal'>,
  ): void =>
    board.tell(row.userId, row.id, { filename: row.filename, bytesUploaded: bytes, bytesTotal: row.size, ...more })

  const store = new UploadStore({
    directory,
    stopping: stopping.signal,
    rows: {
      find,
      declareSize: (id, size) =>
        database.write(async (tx) => {
          const row = await rows.findUpload(tx, id)
          if (row?.size === null) await rows.declareSize(tx, row, size, quota)
        }),
      async remove(id) {
        await database.write((tx) => rows.endUpload(tx, id, clock.now()))
        const row = await find(id)
        if (!row) return
        tell(row, row.received, { status: 'cancelled' })
        metrics.uploads.inc({ result: 'cancelled' })
      },
    },
    onReceived(row, bytes, more) {
      locks.touch(row.id)
      metrics.uploadedBytes.inc(more)
      tell(row, bytes, { status: 'uploading' })
    },
    async onEnded(row, bytes) {
      const completed = await database.write((tx) => rows.noteReceived(tx, row, bytes, clock.now()))
      if (!completed) return board.rest(row.userId, row.id)
      metrics.uploads.inc({ result: 'completed' })
      tell(row, bytes, { status: 'completed' })
    },
    onFailure(row, bytes, error) {
      log.error({ err: error }, 'an upload could not be stored')
      metrics.uploads.inc({ result: 'failed' })
      tell(row, bytes, { status: 'error', error: 'storage' })
    },
  })

  const endpoint = createEndpoint({
    store,
    locks,
    types: config.uploadTypes,
    newId: randomText,
    expiresAt: async (id) => (await find(id))?.expiresAt ?? null,
    roomFor: (userId, id) => database.read((tx) => rows.roomFor(tx, { userId, id }, quota)),
    async onCreate({ id, userId, filename, metadata, size }: NewUpload) {
      const upload = { id, userId, filename, metadata, size }
      await database.write((tx) => rows.addUpload(tx, upload, { quota, atOnce }, clock.now()))
      board.tell(userId, id, { filename, bytesUploaded: 0, bytesTotal: size, status: 'queued' })
      metrics.uploads.inc({ result: 'created' })
    },
  })

  async function expire(row: UploadRow): Promise<void> {
    if (locks.isHeld(row.id)) return
    await unlink(pathOf(row.id)).catch(ignoreMissing)
    await database.write((tx) => rows.deleteUpload(tx, row.id))
    tell(row, row.received, { status: 'error', error: 'expired' })
    metrics.uploads.inc({ result: 'expired' })
  }

  return {
    find,
    pathOf,
    async answer(request, user) {
      const work = endpoint(request, user)
      running.add(work)
      try {
        return await work
      } finally {
        running.delete(work)
      }
    },
    async resume() {
      for (const row of await database.read((tx) => rows.toldUploads(tx, clock.now()))) {
        const file = row.status === 'unfinished' ? await stat(pathOf(row.id)).catch(ignoreMissing) : null
        const bytes = file?.size ?? row.received
        const whole = await finish(row, bytes)
        const status: UploadStatus = row.status !== 'unfinished' ? row.status : whole ? 'completed' : 'paused'
        const standing = { filename: row.filename, bytesUploaded: bytes, bytesTotal: row.size, status }
        board.tell(row.userId, row.id, standing, row.endedAt ?? clock.now())
      }
    },
    async sweep() {
      for (const row of await database.read((tx) => rows.expiredUploads(tx, clock.now()))) await expire(row)
      await database.write((tx) => rows.forgetCancelled(tx, clock.now()))
      board.sweep()
    },
    async stop() {
      stopping.abort()
      await Promise.allSettled(running)
      board.stop()
    },
  }

  /** It was killed between the last byte and its row. */
  async function finish(row: UploadRow, bytes: number): Promise<boolean> {
    if (row.status !== 'unfinished' || row.size !== bytes) return false
    return database.write((tx) => rows.noteReceived(tx, row, bytes, clock.now()))
  }
}

function openDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true })
    accessSync(directory, constants.W_OK)
  } catch (error) {
    throw new ConfigError(`UPLOAD_DIR: ${directory} cannot be written to (${String(codeOf(error) ?? error)})`)
  }
}

function ignoreMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
