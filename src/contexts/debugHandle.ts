import type { Envelope } from '../protocol/envelope.js'
import type { LiveStatus } from '../live/index.js'

/** How things stand at the moment at which it is read. */
export interface DebugHandle {
  readonly status: LiveStatus['connection']['state']
  /** Commands that wait to be delivered or answered. */
  readonly queueSize: number
  /** What the server said last, the connection's own messages left out. */
  readonly lastMessage: unknown
}

declare global {
  interface Window {
    /** In development only; see the README. */
    pitcheyWS?: DebugHandle
  }
}

const NAME = 'pitcheyWS'

export interface DebugHandleOptions {
  readonly getStatus: () => LiveStatus
  readonly lastMessage: () => Envelope | null
  /** A copy without what nobody may read. */
  readonly redacted: (data: unknown) => unknown
}

/** Makes `window.pitcheyWS` tell of this engine. Returns how to take it away. */
export function showDebugHandle({ getStatus, lastMessage, redacted }: DebugHandleOptions): () => void {
  // Plain values, made when it is read: a console shows getters as dots.
  const get = (): DebugHandle => {
    const { connection, queue } = getStatus()
    return { status: connection.state, queueSize: queue.queued, lastMessage: redacted(lastMessage()) }
  }
  const define = (property: PropertyDescriptor) =>
    Object.defineProperty(window, NAME, { configurable: true, enumerable: true, ...property })
  const before = Object.getOwnPropertyDescriptor(window, NAME)
  // A page that has a `pitcheyWS` of its own keeps it.
  define({ get, set: (value: unknown) => void define({ value, writable: true }) })
  return () => {
    if (Object.getOwnPropertyDescriptor(window, NAME)?.get !== get) return
    // Of two engines on a page, the first is still there.
    if (before) define(before)
    else delete window[NAME]
  }
}
