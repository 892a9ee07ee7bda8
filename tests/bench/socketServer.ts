import { once } from 'node:events'
import { WebSocketServer, type WebSocket } from 'ws'
import { createPeer, WELCOME } from './peer.js'
import { turn } from './rounds.js'
import { KEYS } from './streams.js'
import type { AddressInfo } from 'node:net'

export interface SocketServer {
  readonly url: string
  /** Resolves once whoever connected last has subscribed to every topic. */
  readonly subscribed: () => Promise<void>
  /** Sends evenly, so many a second, each message by itself, to whoever connected last. */
  readonly send: (frames: readonly string[], perSecond: number) => Promise<void>
  readonly close: () => void
}

/** A real server for the page, that says what it is told. */
export async function startSocketServer(): Promise<SocketServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  let peer = createPeer()
  let newest: WebSocket | undefined
  server.on('connection', (socket) => {
    newest = socket
    peer = createPeer()
    socket.send(WELCOME)
    // We send text only, and so does the page.
    socket.on('message', (frame: Buffer) => {
      const answer = peer.answer(frame.toString())
      if (answer !== null) socket.send(answer)
    })
  })
  await once(server, 'listening')
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}`,
    subscribed: async () => {
      while (peer.topics() < KEYS) await turn(10)
    },
    send: async (frames, perSecond) => {
      const began = performance.now()
      for (let sent = 0; sent < frames.length;) {
        const due = Math.floor(((performance.now() - began) * perSecond) / 1000)
        for (; sent < Math.min(due, frames.length); sent += 1) newest?.send(frames[sent] ?? '')
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    close: () => server.close(),
  }
}
