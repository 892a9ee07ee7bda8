import type { Sent } from './outbox.js'
import type { Param } from '../protocol/stream.js'

/** Desired state: how this page wants things to be, said again after each connect and never stored. The last one wins. */
export interface States {
  /** @param ends it says that there is nothing to be wanted any more: said once, and forgotten */
  readonly set: (type: string, param: Param, data: unknown, ends: boolean) => Sent
  readonly linkUp: () => void
  readonly clear: () => void
}

export interface StatesOptions {
  readonly send: (message: { type: string; data: unknown }) => void
  readonly isLive: () => boolean
}

export function createStates({ send, isLive }: StatesOptions): States {
  const wanted = new Map<string, { readonly type: string; readonly data: unknown }>()
  return {
    set: (type, param, data, ends) => {
      const key = `${type}:${param}`
      wanted.delete(key)
      if (!ends) wanted.set(key, { type, data })
      if (isLive()) send({ type, data })
      return { id: key, queued: false, acked: Promise.resolve({}) }
    },
    linkUp: () => wanted.forEach(send),
    clear: () => wanted.clear(),
  }
}
