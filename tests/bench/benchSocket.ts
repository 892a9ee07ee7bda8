import { createPeer, WELCOME } from './peer.js'

export interface BenchSockets {
  readonly WebSocket: new (url: string) => EventTarget
  /** Has the newest socket receive this. */
  readonly say: (frame: string) => void
  /** How many topics were subscribed. */
  readonly topics: () => number
}

/** Sockets without a network, whose server says what it is told. */
export function createBenchSockets(): BenchSockets {
  const peer = createPeer()
  const sockets: BenchSocket[] = []
  class BenchSocket extends EventTarget {
    readyState = 1
    binaryType = 'blob'
    constructor(_url: string) {
      super()
      sockets.push(this)
      setTimeout(() => {
        this.dispatchEvent(new Event('open'))
        this.say(WELCOME)
      }, 0)
    }
    say(frame: string) {
      this.dispatchEvent(new MessageEvent('message', { data: frame }))
    }
    send(frame: string) {
      const answer = peer.answer(frame)
      if (answer !== null) this.say(answer)
    }
    close() {
      this.readyState = 3
    }
  }
  return { WebSocket: BenchSocket, say: (frame) => sockets.at(-1)?.say(frame), topics: peer.topics }
}
