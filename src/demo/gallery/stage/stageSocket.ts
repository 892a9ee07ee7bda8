/** What a socket says to the server that it leads to. */
export interface Heard {
  readonly type: string
  readonly id?: string
  readonly data?: unknown
}

export interface SocketServer {
  /** May sockets open? */
  readonly isUp: () => boolean
  readonly join: (socket: StageSocket) => void
  readonly leave: (socket: StageSocket) => void
  readonly hear: (socket: StageSocket, message: Heard) => void
}

/** One end of a line within the page: as much of a `WebSocket` as the engine uses. */
export interface StageSocket {
  readonly say: (message: object) => void
  /** The line goes, and nobody says why. */
  readonly cut: () => void
}

const OPEN = 1
const CLOSED = 3
const ABNORMAL = 1006

/** The class of sockets that lead to `server`. */
export const socketsOf = (server: SocketServer) =>
  class extends EventTarget implements StageSocket {
    readyState = 0
    binaryType = 'blob'

    // An engine dials an address; within a page there is only one to reach.
    constructor(_url: string) {
      super()
      queueMicrotask(() => {
        if (this.readyState === CLOSED) return
        if (!server.isUp()) return this.cut()
        this.readyState = OPEN
        this.dispatchEvent(new Event('open'))
        server.join(this)
        return undefined
      })
    }

    say(message: object) {
      if (this.readyState !== OPEN) return
      this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
    }

    send(frame: string) {
      // Later, as over any line: an engine is not answered while it still speaks.
      queueMicrotask(() => this.readyState === OPEN && server.hear(this, JSON.parse(frame) as Heard))
    }

    cut() {
      this.close(ABNORMAL)
    }

    close(code = 1000) {
      if (this.readyState === CLOSED) return
      this.readyState = CLOSED
      server.leave(this)
      this.dispatchEvent(new CloseEvent('close', { code }))
    }
  }
