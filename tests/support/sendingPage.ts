import { createHash } from 'node:crypto'
import type { Session, SharedStore } from 'pitchey-live/core'
import { systemClock } from '../../src/live/clock.js'
import { createUploadMemory } from '../../src/live/uploads/memory.js'
import { tusSender, type Sender } from '../../src/live/uploads/sender.js'
import { createUploader, type PageUploader } from '../../src/live/uploads/uploader.js'
import { memoryStore } from './memoryStore.js'

/**
 * Why: what a page does with files is tested against the real server, without a browser: network, user and reloads are
 * what the test says, and time goes ten times as fast.
 */
export interface SendingPage {
  readonly uploader: PageUploader
  readonly requests: readonly { readonly method: string; readonly authorization: string }[]
  setOnline(online: boolean): void
  signIn(session: Session | null): void
  /** The same browser's next page: what is kept is there, files are not. */
  reload(): Promise<SendingPage>
  close(): void
}

export interface SendingPageOptions {
  readonly url: () => string
  readonly session: Session | null
  /** What a refused token is exchanged for. */
  readonly renewed?: () => Session | null
  readonly store?: SharedStore
  readonly sender?: Sender
}

const SPEED = 10

export async function openSendingPage(options: SendingPageOptions): Promise<SendingPage> {
  const { url, store = memoryStore(() => 0), sender = tusSender } = options
  let session = options.session
  let online = true
  let ids = 0
  const changed = new Set<() => void>()
  const requests: { method: string; authorization: string }[] = []
  const memory = createUploadMemory(store, systemClock, (error) => {
    throw error
  })
  const uploader = createUploader({
    sender,
    memory,
    clock: { ...systemClock, after: (ms, run) => systemClock.after(ms / SPEED, run) },
    random: Math.random,
    newId: () => `page-${(ids += 1)}`,
    environment: {
      online: () => online,
      visible: () => true,
      watch: (look) => {
        changed.add(look)
        return () => changed.delete(look)
      },
    },
    sessions: {
      current: () => session,
      get: (reason) => {
        if (reason === 'refused' && options.renewed) session = options.renewed()
        return Promise.resolve(session)
      },
    },
    endpoint: () => `${url()}/api/uploads`,
    fetch: (input, init) => {
      requests.push({
        method: init?.method ?? 'GET',
        authorization: new Headers(init?.headers).get('authorization') ?? '',
      })
      return fetch(input, init)
    },
  })
  if (session) await memory.open(session.userKey)
  return {
    uploader,
    requests,
    setOnline(next) {
      online = next
      for (const look of changed) look()
    },
    signIn(next) {
      session = next
      uploader.setUser(next?.userKey ?? null)
    },
    reload() {
      uploader.dispose()
      return openSendingPage({ ...options, session, store })
    },
    close: () => uploader.dispose(),
  }
}

/** What a browser's `File` is to tus-js-client, whose other half, for Node, knows only buffers. */
export function fileOf(bytes: Buffer, name: string): File {
  const buffer = Buffer.from(bytes)
  const slice = (from?: number, to?: number) => {
    const part = buffer.subarray(from, to)
    return Object.assign(part, { arrayBuffer: () => Promise.resolve(new Uint8Array(part).buffer) })
  }
  const known = { name, type: 'video/quicktime', size: bytes.length, lastModified: 1, slice }
  return Object.assign(buffer, known) as unknown as File // as far as either of the two looks
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
