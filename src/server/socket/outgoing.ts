import type { WebSocket } from 'ws'

/** The way out of one socket. */
export interface Outgoing {
  /** An event: a reader that lets too many of them pile up is given up. */
  send(text: string): void
  /** What was asked for, of any size; resolves when it left for the network, or the socket is gone. */
  answer(text: string): Promise<void>
  /** Bytes that wait for the reader. */
  waiting(): number
}

/** Unread bytes, beyond asked answers, at which a reader is too slow. */
const MAX_UNREAD_BYTES = 1024 * 1024

/**
 * `batch`: what is sent within one turn of the event loop goes out as one frame, a JSON array:
 * ten small messages in one frame cost little more than one.
 */
export function createOutgoing(socket: WebSocket, batch: boolean, onTooSlow: () => void): Outgoing {
  let gathered: string[] = []
  let answerBytes = 0
  let scheduled = false

  function flush(): void {
    scheduled = false
    const [only, ...more] = gathered
    const texts = gathered
    gathered = []
    if (only !== undefined) transmit(more.length === 0 ? only : `[${texts.join(',')}]`)
  }

  function transmit(text: string, done?: () => void): void {
    if (socket.readyState === socket.OPEN) socket.send(text, done)
    else done?.()
  }

  function enqueue(text: string): void {
    if (!batch) {
      transmit(text)
      return
    }
    gathered.push(text)
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }

  return {
    send(text) {
      if (socket.bufferedAmount > MAX_UNREAD_BYTES + answerBytes) onTooSlow()
      else enqueue(text)
    },
    async answer(text) {
      if (text.length < LARGE_ANSWER) {
        enqueue(text)
        return
      }
      if (batch) flush()
      answerBytes += text.length
      await new Promise<void>((resolve) => transmit(text, resolve))
      answerBytes -= text.length
    },
    waiting: () => socket.bufferedAmount,
  }
}

/** Smaller answers need no waiting for: a client's requests are limited, so what they can pile up is. */
const LARGE_ANSWER = 64 * 1024
