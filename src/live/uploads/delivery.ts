import type { Session, SessionRequest } from '../backend.js'
import type { Clock } from '../clock.js'
import type { Entry } from './entry.js'
import { UploadError, type Failure } from './failure.js'
import { isRunning, type UploadEvent } from './machine.js'
import type { UploadMemory } from './memory.js'
import { movePace, startPace } from './pace.js'
import type { Sender } from './sender.js'

export interface DeliveryParts {
  readonly sender: Sender
  readonly memory: UploadMemory
  readonly clock: Clock
  readonly sessions: {
    readonly current: () => Session | null
    readonly get: (reason: SessionRequest['reason']) => Promise<Session | null>
  }
  readonly endpoint: () => string
  /** Has the server throw away what was taken back before it had a name. */
  readonly withdraw: (uploadId: string) => Promise<void>
  readonly happen: (entry: Entry, event: UploadEvent) => void
  /** Something is to be shown that is no event. */
  readonly tell: () => void
}

/** When nothing moved for so long, nobody knows how long it will take. */
const QUIET_MS = 5_000

/** Sends one upload, and says what comes of it. */
export function createDelivery(parts: DeliveryParts): (entry: Entry) => void {
  const { sender, memory, clock, sessions, happen, tell } = parts

  /** Nothing of one user's is sent in the name of another. */
  async function tokenFor(entry: Entry): Promise<string> {
    const session = await sessions.get('first')
    if (!session || (entry.owner !== null && session.userKey !== entry.owner)) throw new UploadError('unauthorized')
    entry.owner = session.userKey
    return session.token
  }

  function onMade(entry: Entry, uploadId: string | null): void {
    entry.isMaking = false
    if (uploadId !== null) {
      entry.uploadId = uploadId
      // Taken back while it was being made; if the server cannot be told, it expires there.
      if (entry.state.status === 'cancelled') parts.withdraw(uploadId).catch(() => undefined)
      else memory.keep(entry.file, uploadId)
    }
    tell()
    // It was paused and resumed in the meantime.
    if (isRunning(entry.state) && entry.sending === null) start(entry)
  }

  function onBytes(entry: Entry, bytes: number): void {
    const now = clock.now()
    entry.pace = entry.pace ? movePace(entry.pace, now, bytes) : startPace(now, bytes)
    if (bytes > entry.bytes) {
      entry.bytes = bytes
      happen(entry, { event: 'moved' })
    }
    entry.cancelQuiet?.()
    entry.cancelQuiet = clock.after(QUIET_MS, () => {
      entry.pace = null
      tell()
    })
    if (bytes >= entry.file.size) happen(entry, { event: 'sent' })
    tell()
  }

  function onFailed(entry: Entry, failure: Failure, status: number): void {
    if (status === 401 && !entry.renewed) {
      entry.renewed = true
      sessions.get('refused').then(
        () => isRunning(entry.state) && start(entry),
        () => happen(entry, { event: 'failed', failure: { code: 'unauthorized', final: false } }),
      )
      return
    }
    if (failure.code === 'gone' && entry.uploadId !== null) {
      memory.forget(entry.uploadId)
      entry.uploadId = null
      // Of this page's own somebody took it back; one from before may just have waited for too long.
      if (entry.wasKept) {
        entry.wasKept = false
        start(entry)
        return
      }
    }
    const nobody = status === 0 && sessions.current() === null
    happen(entry, { event: 'failed', failure: nobody ? { code: 'unauthorized', final: true } : failure })
  }

  function start(entry: Entry): void {
    // Asked a second time, the server would make a second one.
    if (entry.isMaking) return
    const { file, metadata, uploadId } = entry
    entry.cancelQuiet?.()
    entry.pace = null
    entry.isMaking = uploadId === null
    const isCurrent = (): boolean => entry.sending === sending
    const sending = sender.send({
      file,
      endpoint: parts.endpoint(),
      uploadId,
      metadata: { ...metadata, filename: file.name, filetype: file.type },
      token: () => tokenFor(entry),
      onMade: (made) => onMade(entry, made),
      onBytes: (bytes) => {
        if (isCurrent()) onBytes(entry, bytes)
      },
      onDone: () => {
        if (isCurrent()) happen(entry, { event: 'done' })
      },
      onFailed: (failure, status) => {
        if (isCurrent()) onFailed(entry, failure, status)
      },
    })
    entry.sending = sending
  }
  return start
}
