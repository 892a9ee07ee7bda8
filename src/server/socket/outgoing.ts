import type { WebSocket } from 'ws'

/** The way out of one socket. A reader that lets too much pile up is given up. */
export interface Outgoing {
  send(text: string): void
  /** What was asked for and may be large; resolves when it left for the network, or the socket is gone. */
  answer(text: string): Promise<void>
  /** Sends now what waits for the end of this turn. */
  flush(): void
}

/** Unread bytes, beyond large answers on their way, at which a reader is too slow. */
const MAX_UNREAD_BYTES = 1024 * 1024
/** From here on an answer is waited for, and is not held against the reader. */
const LARGE_ANSWER = 64 * 1024

/**
 * `batch`: what is sent within one turn of the event loop goes out as one frame, a JSON array:
 * ten small messages in one frame cost little more than one.
 */
export function createOutgoing(socket: WebSocket, batch: boolean, onTooSlow: () => void): Outgoing {
  let gathered: string[] = []
  let answerBytes = 0

  function flush(): void {
    const texts = gathered
    gathered = []
    const [only] = texts
    if (only !== undefined) transmit(texts.length === 1 ? only : `[${texts.join(',')}]`)
  }

  function transmit(text: string, done?: () => void): void {
    if (socket.readyState === socket.OPEN) socket.send(text, done)
    else done?.()
  }

  function send(text: string): void {
    if (socket.bufferedAmount > MAX_UNREAD_BYTES + answerBytes) {
      onTooSlow()
    } else if (batch) {
      gathered.push(text)
      if (gathered.length === 1) setImmediate(flush)
    } else {
      transmit(text)
    }
  }

  return {
    send,
    flush,
    async answer(text) {
      if (text.length < LARGE_ANSWER) {
        send(text)
        return
      }
      flush()
      const bytes = Buffer.byteLength(text)
      answerBytes += bytes
      await new Promise<void>((resolve) => transmit(text, resolve))
      answerBytes -= bytes
    },
  }
}
