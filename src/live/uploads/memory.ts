import type { Clock } from '../clock.js'
import { isObject } from '../../protocol/envelope.js'
import { userDigest } from '../records/userDigest.js'
import type { SharedStore } from '../records/store.js'

/** Which file is which upload, kept per user over reloads: the file itself a page cannot keep. */
export interface UploadMemory {
  /** Looks up what this user left; nobody else's is looked at. */
  open(userKey: string): Promise<void>
  /** Nothing is remembered of whoever it was; `erase`: not on the disk either. */
  close(erase: boolean): void
  /** The upload that this file was, if it was one. */
  find(file: File): string | null
  ids(): ReadonlySet<string>
  keep(file: File, uploadId: string): void
  forget(uploadId: string): void
}

interface Kept {
  readonly uploadId: string
  readonly file: string
  readonly at: number
}

/** The server does not keep them longer either. */
const KEPT_MS = 24 * 60 * 60 * 1000
const MAX_KEPT = 50
const NONE: ReadonlySet<string> = new Set()

/** The same file, as far as a page can tell. */
const markOf = ({ name, size, lastModified, type }: File): string => JSON.stringify([name, size, lastModified, type])

/** @param store `null`: nothing outlives the page. `onFault`: the store failed, and nothing more is kept. */
export function createUploadMemory(
  store: SharedStore | null,
  clock: Clock,
  onFault: (error: unknown) => void,
): UploadMemory {
  let kept: readonly Kept[] = []
  let ids = NONE
  let key: string | null = null
  let opened = 0
  const now = () => clock.wall?.() ?? clock.now()
  const hold = (next: readonly Kept[]) => {
    kept = next
    ids = new Set(kept.map(({ uploadId }) => uploadId))
  }
  const read = (value: unknown): readonly Kept[] =>
    Array.isArray(value) ? value.filter(isKept).filter(({ at }) => at > now() - KEPT_MS) : []
  const change = (make: (kept: readonly Kept[]) => readonly Kept[]) => {
    hold(make(kept))
    const own = key
    // Another tab may have written in between.
    if (store && own !== null)
      store.update(own, (value, step) => step.set(own, make(read(value)).slice(-MAX_KEPT))).catch(onFault)
  }
  return {
    async open(userKey) {
      const turn = (opened += 1)
      hold([])
      key = null
      const digest = store ? await userDigest(userKey) : null
      if (!store || digest === null) return
      try {
        const found = read(await store.get(digest))
        if (turn !== opened) return
        key = digest
        hold([...found, ...kept])
      } catch (error) {
        onFault(error)
      }
    },
    close(erase) {
      if (erase && store && key !== null) store.delete([key]).catch(onFault)
      opened += 1
      key = null
      hold([])
    },
    find: (file) => kept.find((one) => one.file === markOf(file))?.uploadId ?? null,
    ids: () => ids,
    keep(file, uploadId) {
      const entry = { uploadId, file: markOf(file), at: now() }
      change((all) => [...all.filter((one) => one.uploadId !== uploadId), entry])
    },
    forget(uploadId) {
      if (ids.has(uploadId)) change((all) => all.filter((one) => one.uploadId !== uploadId))
    },
  }
}

const isKept = (value: unknown): value is Kept =>
  isObject(value) &&
  typeof value['uploadId'] === 'string' &&
  typeof value['file'] === 'string' &&
  typeof value['at'] === 'number'
