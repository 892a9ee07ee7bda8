/** The same user's other tabs. Either half may be missing: then each tab delivers its own commands, or hears of less. */
export interface Tabs {
  /** Runs `work` while no other tab runs any under this name. Rejects when `signal` is aborted before its turn. */
  readonly lock: ((name: string, signal: AbortSignal, work: () => Promise<void>) => Promise<void>) | null
  /** What all tabs say under this name, but not what this one says. */
  readonly open: ((name: string, hear: (message: unknown) => void) => Channel) | null
}

export interface Channel {
  readonly say: (message: unknown) => void
  readonly close: () => void
}

/** The browser's: Web Locks (pages over https or on localhost) and BroadcastChannel, where there are such. */
export const pageTabs: Tabs = {
  lock:
    typeof navigator !== 'undefined' && 'locks' in navigator
      ? (name, signal, work) => navigator.locks.request(name, { signal }, work)
      : null,
  open:
    typeof BroadcastChannel === 'function'
      ? (name, hear) => {
          const channel = new BroadcastChannel(name)
          channel.onmessage = ({ data }: MessageEvent<unknown>) => hear(data)
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none: it is its origin's own
          return { say: (message) => channel.postMessage(message), close: () => channel.close() }
        }
      : null,
}
