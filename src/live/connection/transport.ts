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
 * The class, whose sockets hand every frame to `onFrame` themselves. partysocket would make a second event of each
 * message, for listeners that nobody adds: a seventh of what an event costs a page.
 */
const tapped = (WebSocket: WebSocketClass, onFrame: (frame: string) => void) =>
  // Whatever stands for a WebSocket is listened to in this way.
  class extends (WebSocket as new (url: string, protocols?: string | string[]) => EventTarget) {
    override addEventListener(...[type, listener, options]: Parameters<EventTarget['addEventListener']>) {
      super.addEventListener(type, type === 'message' ? read : listener, options)
      function read(event: Event) {
        const { data } = event as MessageEvent<unknown>
        if (typeof data === 'string') onFrame(data)
      }
    }
  }

/**
 * partysocket as a transport of a single attempt; when to dial again is the connection's decision. Four of its traits
 * are kept out: its queue flushes before `open` and is lost when the server closes early, its backoff cannot be cut
 * short, closes that it makes itself carry code 1000 although nobody said goodbye, and each message becomes two events.
 */
export function openTransport(
  url: string,
  events: TransportEvents,
  WebSocket: WebSocketClass | undefined = globalThis.WebSocket,
): Transport {
  let silent = false
  const socket = new ReconnectingWebSocket(url, undefined, {
    maxRetries: 0,
    maxEnqueuedMessages: 0,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    shouldReconnectOnClose: () => false,
    ...(WebSocket ? { WebSocket: tapped(WebSocket, (frame) => silent || events.onFrame(frame)) } : {}),
  })
  let opened = false
  const silence = () => {
    silent = true
    socket.onopen = socket.onclose = socket.onerror = null
  }
  const end = (code: number, reason: string) => {
    silence()
    events.onClose(opened ? code : ABNORMAL, opened ? reason : '')
  }
  socket.onopen = () => {
    opened = true
    events.onOpen()
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
