import { backoff, RESYNC } from '../backoff.js'
import type { Cancel } from '../clock.js'
import type { Environment } from '../environment.js'
import { createDelivery, type DeliveryParts } from './delivery.js'
import { createEntry, localOf, type Entry } from './entry.js'
import { isOver, isRunning, step, type UploadEffect, type UploadEvent } from './machine.js'
import type { LocalUpload } from './view.js'
import { createWithdrawal } from './withdrawal.js'
import { MAX_UPLOAD_BYTES } from '../../protocol/limits.js'
import { hasEnded, type UploadProgress } from '../../protocol/streams/uploads.js'

/** All uploads of a page, one user's at a time; so many at once, the others in the order of asking. */
export interface Uploader {
  readonly upload: (file: File, options?: UploadFileOptions) => UploadHandle
  readonly pause: (id: string) => void
  readonly resume: (id: string) => void
  /** Takes it back, from the server too. Rejects with an `UploadError` when the server could not be told. */
  readonly cancel: (id: string) => Promise<void>
  readonly retry: (id: string) => void
  /** Throws it away however it stands, on the server too, and shows it no longer. Rejects as `cancel` does. */
  readonly remove: (id: string) => Promise<void>
  /** It is shown no longer. Only for those that are over; others are not let go of silently. */
  readonly dismiss: (id: string) => void
  /** Is this the file of an upload that was begun in this browser, on an earlier page? */
  readonly isUploadOf: (file: File, uploadId: string) => boolean
  /** What the server tells, which may be of other devices' doing. */
  readonly heard: (remote: readonly UploadProgress[]) => void
  /** The same object until something changed. */
  readonly look: () => UploaderView
  readonly subscribe: (listener: () => void) => Cancel
  readonly dispose: () => void
}

export interface UploaderView {
  readonly local: readonly LocalUpload[]
  readonly resumable: ReadonlySet<string>
  readonly dismissed: ReadonlySet<string>
}

export interface UploadFileOptions {
  /** More for the server to know of it; `filename` and `filetype` come from the file. */
  readonly metadata?: Readonly<Record<string, string>>
}

export interface UploadHandle {
  readonly key: string
  /** Resolves when the server has all of it. Rejects with an `UploadError`; unlike others, it may be left alone. */
  readonly done: Promise<{ readonly uploadId: string }>
  readonly pause: () => void
  readonly resume: () => void
  readonly cancel: () => Promise<void>
  readonly retry: () => void
}

export interface UploaderParts extends Omit<DeliveryParts, 'withdraw' | 'happen' | 'tell'> {
  readonly random: () => number
  readonly newId: () => string
  readonly environment: Environment
  readonly fetch: typeof fetch
}

const AT_ONCE = 3

export interface PageUploader extends Uploader {
  /** Somebody else, or nobody, is signed in: what was the former one's is stopped and shown no longer. */
  readonly setUser: (userKey: string | null) => void
}

export function createUploader(parts: UploaderParts): PageUploader {
  const { memory, clock, random, environment, sessions, endpoint } = parts
  let entries: readonly Entry[] = []
  let dismissed: ReadonlySet<string> = new Set()
  let user: string | null = sessions.current()?.userKey ?? null
  let view: UploaderView | null = null
  let isDisposed = false
  const listeners = new Set<() => void>()
  let cancelFrame: Cancel | null = null

  const withdraw = createWithdrawal({
    clock,
    random,
    get: sessions.get,
    userKey: () => user,
    endpoint,
    fetch: parts.fetch,
  })
  const tell = (): void => {
    view = null
    cancelFrame ??= clock.frame(() => {
      cancelFrame = null
      for (const listener of listeners) listener()
    })
  }
  const start = createDelivery({ ...parts, withdraw, happen, tell })
  const remember = async (userKey: string): Promise<void> => {
    await memory.open(userKey)
    tell()
  }
  if (user !== null) void remember(user)

  const find = (id: string): Entry | undefined => entries.find(({ key, uploadId }) => key === id || uploadId === id)

  function happen(entry: Entry, event: UploadEvent): void {
    const [next, effects] = step(entry.state, event)
    if (next === entry.state) return
    entry.state = next
    for (const effect of effects) perform(entry, effect)
    fillPlaces()
    tell()
  }

  function perform(entry: Entry, effect: UploadEffect): void {
    switch (effect.do) {
      case 'start':
        entry.renewed = false
        return start(entry)
      case 'stop':
        entry.sending?.stop()
        entry.sending = null
        return
      case 'wait':
        entry.sending = null
        entry.cancelWait?.()
        entry.cancelWait = clock.after(backoff(effect.tries - 1, RESYNC, random), () =>
          happen(entry, { event: 'wake' }),
        )
        return
      case 'settle':
        entry.sending = null
        if (entry.state.status !== 'error' && entry.uploadId !== null) memory.forget(entry.uploadId)
        return entry.settle(entry.state)
      default:
        return effect satisfies never
    }
  }

  function fillPlaces(): void {
    if (!environment.online() || isDisposed) return
    for (const entry of entries) {
      if (entries.filter(({ state }) => isRunning(state)).length >= AT_ONCE) return
      happen(entry, { event: 'slot' })
    }
  }

  function upload(file: File, { metadata = {} }: UploadFileOptions = {}): UploadHandle {
    const uploadId = memory.find(file)
    const known = uploadId === null ? undefined : find(uploadId)
    // The same file again, while it is on its way.
    if (known && !isOver(known.state)) {
      happen(known, { event: 'resume' })
      return handleOf(known)
    }
    // It takes the place of what is shown of it already.
    const key = uploadId ?? parts.newId()
    entries = entries.filter((one) => one !== known)
    dismissed = new Set([...dismissed].filter((id) => id !== key))
    const entry = createEntry({ key, file, metadata, owner: user, uploadId })
    entries = [...entries, entry]
    if (file.size > MAX_UPLOAD_BYTES) {
      entry.state = { status: 'error', code: 'too_large' }
      entry.settle(entry.state)
    }
    fillPlaces()
    tell()
    return handleOf(entry)
  }
  const handleOf = ({ key, done }: Entry): UploadHandle => ({
    key,
    done,
    pause: () => pause(key),
    resume: () => resume(key),
    cancel: () => cancel(key),
    retry: () => retry(key),
  })

  const tellOne = (id: string, event: UploadEvent): void => {
    const entry = find(id)
    if (entry) happen(entry, event)
  }
  const pause = (id: string): void => tellOne(id, { event: 'pause' })
  const resume = (id: string): void => tellOne(id, { event: 'resume' })
  function retry(id: string): void {
    const entry = find(id)
    if (entry?.state.status !== 'error' || entry.file.size > MAX_UPLOAD_BYTES) return
    entry.attempt += 1
    entry.bytes = 0
    happen(entry, { event: 'retry' })
  }
  async function cancel(id: string): Promise<void> {
    const entry = find(id)
    if (!entry) return withdraw(id)
    const { uploadId } = entry
    happen(entry, { event: 'cancel' })
    entry.cancelWait?.()
    if (uploadId !== null) memory.forget(uploadId)
    if (uploadId !== null && entry.state.status === 'cancelled') await withdraw(uploadId)
  }

  const letGo = (entry: Entry | undefined): void => {
    entries = entries.filter((one) => one !== entry)
    tell()
  }
  const hide = (id: string): void => {
    const entry = find(id)
    const names = [id, ...(entry ? [entry.key] : []), ...(entry?.uploadId ? [entry.uploadId] : [])]
    dismissed = new Set([...dismissed, ...names])
    // The name that it is being given is known by this entry alone: without, it would turn up again by that.
    letGo(entry?.isMaking ? undefined : entry)
  }

  const unwatch = environment.watch(() => {
    for (const entry of entries) happen(entry, { event: environment.online() ? 'online' : 'offline' })
    fillPlaces()
  })

  const drop = (entry: Entry): void => {
    entry.sending?.stop(true)
    entry.sending = null
    entry.cancelWait?.()
    entry.cancelQuiet?.()
    if (!isOver(entry.state)) entry.settle({ status: 'cancelled' })
  }

  return {
    upload,
    pause,
    resume,
    cancel,
    retry,
    async remove(id) {
      const entry = find(id)
      if (entry?.state.status !== 'completed') await cancel(id)
      else if (entry.uploadId !== null) await withdraw(entry.uploadId)
      hide(id)
    },
    dismiss(id) {
      const entry = find(id)
      if (!entry || isOver(entry.state)) hide(id)
    },
    isUploadOf: (file, uploadId) => memory.find(file) === uploadId,
    heard(remote) {
      for (const { uploadId, status } of remote) {
        if (!hasEnded(status)) continue
        const entry = find(uploadId)
        // Another device took it back, or threw away what this page had sent.
        if (entry && status === 'cancelled' && !isOver(entry.state)) happen(entry, { event: 'cancel' })
        if (entry && status === 'cancelled' && entry.state.status === 'completed') letGo(entry)
        if (!entry) memory.forget(uploadId)
      }
    },
    look: () =>
      (view ??= {
        local: entries.map(localOf),
        resumable: memory.ids(),
        dismissed,
      }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setUser(userKey) {
      if (userKey === user) return
      const before = user
      user = userKey
      for (const entry of entries) if (entry.owner !== null && entry.owner !== userKey) drop(entry)
      entries = entries.filter(({ owner }) => owner === null || owner === userKey)
      for (const entry of entries) entry.owner = userKey
      dismissed = new Set()
      if (userKey === null) memory.close(before !== null)
      else void remember(userKey)
      fillPlaces()
      tell()
    },
    dispose() {
      isDisposed = true
      unwatch()
      cancelFrame?.()
      for (const entry of entries) drop(entry)
      entries = []
      listeners.clear()
    },
  }
}
