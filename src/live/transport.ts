import ReconnectingWebSocket from 'partysocket/ws'

/** One socket, from dialling to its end. After `onClose`, or once closed by us, nothing more is heard of it. */
export interface Transport {
  readonly send: (frame: string) => void
  readonly close: () => void
}

export interface TransportEvents {
  readonly onOpen: () => void
  readonly onFrame: (frame: string) => void
  readonly onClose: (code: number, reason: string) => void
}

/** The WebSocket constructor of the platform, or a test's. */
export type WebSocketClass = new (url: string, protocols?: string | string[]) => unknown

const ABNORMAL = 1006
/** Longer than the connection's own deadline, which decides. */
const CONNECT_TIMEOUT_MS = 15_000

/**
 * partysocket as a transport of a single attempt; when to dial again is the connection's decision. Three of its traits
 * are kept out: its queue flushes before `open` and is lost when the server closes early, its backoff cannot be cut
 * short, and closes that it makes itself carry code 1000 although nobody said goodbye.
 */
export function openTransport(url: string, events: TransportEvents, WebSocket?: WebSocketClass): Transport {
  const socket = new ReconnectingWebSocket(url, undefined, {
    maxRetries: 0,
    maxEnqueuedMessages: 0,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    shouldReconnectOnClose: () => false,
    ...(WebSocket ? { WebSocket } : {}),
  })
  let opened = false
  const silence = () => {
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
  }
  const end = (code: number, reason: string) => {
    silence()
    events.onClose(opened ? code : ABNORMAL, opened ? reason : '')
  }
  socket.onopen = () => {
    opened = true
    events.onOpen()
  }
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') events.onFrame(data)
  }
  // By property: through addEventListener a browser is given a string where the code belongs.
  socket.onclose = ({ code, reason }) => {
    end(typeof code === 'number' ? code : ABNORMAL, typeof reason === 'string' ? reason : '')
  }
  // Told after the close, if there is one; there is none for an address that no socket can be made of.
  socket.onerror = () => end(ABNORMAL, '')
  return {
    send: (frame) => socket.send(frame),
    close: () => {
      silence()
      socket.close()
    },
  }
}
