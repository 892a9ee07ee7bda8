import { createBrowserStore } from '../live/index.js'
import { isPage } from '../live/environment.js'
import type { Ground } from '../live/live.js'
import { createUploadMemory } from '../live/uploads/memory.js'
import { tusSender } from '../live/uploads/sender.js'
import { createUploader, type Uploader } from '../live/uploads/uploader.js'

const uploaders = new WeakMap<Ground, Uploader>()

/** The one uploader of an engine: pages of a site come and go, and what they send goes on. */
export function uploaderOf({ ground }: { readonly ground: Ground }): Uploader {
  const known = uploaders.get(ground)
  if (known) return known
  const { backend, clock, random, newId, environment, sessions, report, disposed } = ground
  const endpoint = (): string => {
    if (!backend.uploadsUrl) throw new Error('pitchey-live: this backend takes no uploads')
    return new URL(backend.uploadsUrl(), isPage() ? location.href : undefined).href
  }
  const memory = createUploadMemory(isPage() ? createBrowserStore('uploads') : null, clock, (error) =>
    report({ code: 'storage_failed', message: `What is being uploaded is not remembered: ${String(error)}` }),
  )
  const uploader = createUploader({
    sender: tusSender,
    memory,
    clock,
    random,
    newId,
    environment,
    sessions,
    endpoint,
    fetch: (...request) => fetch(...request),
  })
  const unwatch = ground.watchUser(uploader.setUser)
  disposed.addEventListener('abort', () => {
    unwatch()
    uploader.dispose()
  })
  uploaders.set(ground, uploader)
  return uploader
}
