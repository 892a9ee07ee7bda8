import type { RawData, WebSocket } from 'ws'
import { isObject, readJson, readMessage, type Envelope } from '../../protocol/envelope.js'
import { ProtocolError } from '../../protocol/errorCodes.js'

/** What a client sent, before anything is believed of its `data`. */
export type Incoming =
  | { readonly ok: true; readonly message: Envelope }
  | { readonly ok: false; readonly error: ProtocolError; readonly id: string | undefined }

export function readIncoming(raw: RawData, isBinary: boolean): Incoming {
  try {
    if (isBinary) throw new ProtocolError('invalid_json', 'Frames are text')
    return { ok: true, message: readMessage(textOf(raw)) }
  } catch (error) {
    if (error instanceof ProtocolError) return { ok: false, error, id: isBinary ? undefined : readableId(textOf(raw)) }
    throw error
  }
}

/** A refused message may still say which one it is. */
function readableId(frame: string): string | undefined {
  try {
    const value = readJson(frame)
    return isObject(value) && typeof value['id'] === 'string' ? value['id'] : undefined
  } catch {
    return undefined
  }
}

/** `ws` hands over one Buffer unless it is told otherwise. */
const textOf = (raw: RawData): string => (Buffer.isBuffer(raw) ? raw.toString('utf8') : '')

/** One after the other, in the order they came: a client may rely on its second message seeing its first. */
export interface Turns {
  take(work: () => Promise<void>): void
  /** Resolves when all that was taken is done. */
  settled(): Promise<void>
}

/** Messages that may wait for their turn before the socket is not read any further. */
const MAX_WAITING = 64

export function createTurns(socket: WebSocket, onError: (error: unknown) => void): Turns {
  let last: Promise<void> = Promise.resolve()
  let waiting = 0
  return {
    take(work) {
      waiting += 1
      if (waiting >= MAX_WAITING) socket.pause()
      last = last
        .then(work)
        .catch(onError)
        .then(() => {
          waiting -= 1
          if (waiting < MAX_WAITING / 2 && socket.isPaused) socket.resume()
        })
    },
    settled: () => last,
  }
}
