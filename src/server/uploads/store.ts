import { addAbortSignal, type Readable } from 'node:stream'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Upload, type KvStore } from '@tus/server'
import { ProtocolError } from '../../protocol/errorCodes.js'
import type { UploadRow } from './rows.js'

/** What the store tells of what it does, and asks of whom it belongs to. */
export interface StoreParts {
  readonly directory: string
  readonly rows: UploadStoreRows
  /** Aborted when the server ends: clients come back for the rest. */
  readonly stopping: AbortSignal
  onReceived(row: UploadRow, bytes: number, more: number): void
  /** A request ended, whichever way; with that many bytes in the file. */
  onEnded(row: UploadRow, bytes: number): Promise<void>
  onFailure(row: UploadRow, bytes: number, error: unknown): void
}

/** The database's side of it: the file itself knows neither its name nor its owner. */
export interface UploadStoreRows {
  find(id: string): Promise<UploadRow | null>
  declareSize(id: string, size: number): Promise<void>
  remove(id: string): Promise<void>
}

const FULL = 'The storage does not take it right now'

/**
 * Files under random names, as the file store of tus keeps them, but for two things: rows of the database say what they
 * are, so that who may have them and how much they are together is one question; and a write that fails is told from a
 * sender who went away, which the original calls the same.
 */
export class UploadStore extends FileStore {
  readonly #parts: StoreParts

  constructor(parts: StoreParts) {
    super({ directory: parts.directory, configstore: asConfig(parts.rows) })
    this.#parts = parts
  }

  override async create(upload: Upload): Promise<Upload> {
    const row = await this.#parts.rows.find(upload.id)
    try {
      const created = await super.create(upload)
      if (row?.size === 0) await this.#parts.onEnded(row, 0)
      return created
    } catch (error) {
      if (row) this.#parts.onFailure(row, 0, error)
      throw new ProtocolError('unavailable', FULL)
    }
  }

  /** A server that was killed between the last byte and its row catches up when it is asked. */
  override async getUpload(id: string): Promise<Upload> {
    const upload = await super.getUpload(id)
    const row = await this.#parts.rows.find(id)
    if (row?.status === 'unfinished' && upload.offset === row.size) await this.#parts.onEnded(row, upload.offset)
    return upload
  }

  override async write(body: Readable, id: string, offset: number): Promise<number> {
    const { stopping } = this.#parts
    const row = await this.#parts.rows.find(id)
    if (!row || stopping.aborted) throw new ProtocolError('unavailable', 'The server restarts')
    addAbortSignal(stopping, body)
    let at = offset
    try {
      const file = await stored(() => open(join(this.directory, id), 'r+'))
      try {
        this.#parts.onReceived(row, at, 0)
        for await (const chunk of body as AsyncIterable<Buffer>) {
          await stored(() => writeAll(file, chunk, at))
          at += chunk.length
          this.#parts.onReceived(row, at, chunk.length)
        }
        await stored(() => file.datasync())
      } finally {
        await file.close()
      }
    } catch (error) {
      if (error instanceof StorageError) {
        this.#parts.onFailure(row, at, error.cause)
        throw new ProtocolError('unavailable', FULL)
      }
      if (stopping.aborted) throw new ProtocolError('unavailable', 'The server restarts')
      throw error
    } finally {
      await this.#parts.onEnded(row, at)
    }
    return at
  }
}

// Private there, so not to be overridden in words: it makes the directory, which is here already, at some later time, and
// ends the process when that fails.
Object.defineProperty(UploadStore.prototype, 'checkOrCreateDirectory', { value: () => undefined })

class StorageError extends Error {}

async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new StorageError('storage failed', { cause })
  }
}

async function writeAll(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, written, chunk.length - written, position + written)
    written += bytesWritten
  }
}

const asConfig = (rows: UploadStoreRows): KvStore => ({
  async get(id) {
    const row = await rows.find(id)
    if (!row || row.status === 'cancelled') return undefined
    const { size, metadata } = row
    return new Upload({ id, offset: 0, metadata: { ...metadata }, ...(size === null ? {} : { size }) })
  },
  // Rows are there before their files; what may change is a size that was not known.
  async set(id, { size }) {
    if (size !== undefined) await rows.declareSize(id, size)
  },
  delete: (id) => rows.remove(id),
})
