import type { streams } from 'pitchey-live'
import { SnapshotError, type Backend, type CommandAnswer } from 'pitchey-live/core'
import { decide } from './decide.js'
import { createDesk } from './desk.js'
import { buckets, olderPage } from './archive.js'
import type { Happening, Rest, Scene } from './scene.js'
import { socketsOf, type Heard, type StageSocket } from './stageSocket.js'
import { createTopics, EPOCH } from './topics.js'

/** A server within the page, for one component: the engine that talks to it is the real one. */
export interface StageServer {
  readonly backend: Backend
  readonly WebSocket: ReturnType<typeof socketsOf>
  readonly publish: (happening: Happening) => void
  /** Those who type say so again: of whom nothing is heard is not believed. */
  readonly goOnTyping: () => void
  /** REST answers from now on. */
  readonly mend: () => void
  /** Sockets end, and none opens. `withRest`: nothing at all can be reached. */
  readonly pull: (withRest: boolean) => void
  readonly plugIn: () => void
}

export function createStageServer({ known, ...scene }: Pick<Scene, 'known' | 'rest'>): StageServer {
  const topics = createTopics(known)
  const readers = new Map<StageSocket, Set<string>>()
  let rest: Rest | 'unreachable' = scene.rest
  let isUp = true

  const publish = (happening: Happening) => {
    const event = topics.apply(happening)
    for (const [socket, read] of readers) if (read.has(happening.topic)) socket.say(event)
  }
  const goOnTyping = () => {
    const topic = 'typing:1'
    const { users } = topics.at(topic).data as ReturnType<typeof streams.typing.initial>
    for (const user of users) publish({ topic, type: 'typing', data: { conversationId: 1, ...user, isTyping: true } })
  }
  const desk = createDesk(known, topics, publish)
  /** `null`: whoever asks waits. */
  const obey = (message: Heard): CommandAnswer | null => {
    if (message.type === 'draft_sync') return desk.save(message)
    const happening = decide(message, topics, known.user)
    if (happening) publish(happening)
    const offset = happening && topics.at(happening.topic).offset
    return { ok: true, ack: happening && offset !== null ? { topic: happening.topic, epoch: EPOCH, offset } : {} }
  }
  const subscribe = (socket: StageSocket, { id, data }: Heard) => {
    const { topics: asked } = data as {
      readonly topics: readonly { readonly topic: string; readonly offset?: number }[]
    }
    const answers = asked.map(({ topic, offset: from }) => {
      readers.get(socket)?.add(topic)
      const { offset, data: state } = topics.at(topic)
      const void_ = { topic, events: [] }
      // State comes by the socket: a server that fails has none there, either.
      if (offset === null && rest === 'fails') return { topic, error: { code: 'unavailable', message: 'It fails' } }
      if (offset === null) return { ...void_, epoch: null, offset, recovered: null, state }
      if (from === undefined) return { ...void_, epoch: EPOCH, offset, recovered: null }
      // It keeps no log: who is behind asks REST.
      const behind = { recovered: from === offset, ...(from === offset ? {} : { reason: 'trimmed' }) }
      return { ...void_, epoch: EPOCH, offset, ...behind }
    })
    socket.say({ type: 'subscribed', id, data: { topics: answers } })
  }
  const hear = (socket: StageSocket, message: Heard) => {
    switch (message.type) {
      case 'subscribe':
        return subscribe(socket, message)
      case 'ping':
        return socket.say({ type: 'pong', data: message.data })
      default: {
        const answer = obey(message)
        if (!answer || message.id === undefined) return undefined
        const { id } = message
        return socket.say(answer.ok ? { type: 'ack', id, data: answer.ack } : { type: 'error', id, data: answer.error })
      }
    }
  }
  const WebSocket = socketsOf({
    isUp: () => isUp,
    join: (socket) => {
      readers.set(socket, new Set())
      socket.say({ type: 'welcome', data: known.user ? { user: known.user } : {} })
    },
    leave: (socket) => readers.delete(socket),
    hear,
  })

  /** Whatever REST is asked. It waits as long as whoever asks does. */
  const answer = async <T>(signal: AbortSignal, make: () => T): Promise<T> => {
    switch (rest) {
      case 'answers':
        return make()
      case 'hangs':
        return new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
        )
      case 'fails':
        throw new SnapshotError(503, 'unavailable', 'The stage has a server that fails')
      case 'unreachable':
        throw new SnapshotError(0, 'unreachable', 'The stage has no line')
      default:
        return rest satisfies never
    }
  }

  return {
    WebSocket,
    publish,
    goOnTyping,
    mend: () => {
      if (rest === 'fails') rest = 'answers'
      desk.mend()
    },
    pull: (withRest) => {
      isUp = false
      if (withRest) rest = 'unreachable'
      for (const socket of readers.keys()) socket.cut()
    },
    plugIn: () => {
      isUp = true
      rest = 'answers'
    },
    backend: {
      socketUrl: () => 'ws://stage/ws',
      getSession: () => Promise.resolve({ token: 'stage', userKey: 'stage' }),
      snapshot: (topic, { signal }) =>
        answer(signal, () => {
          const { data, offset } = topics.at(topic)
          return { data, position: offset === null ? null : { epoch: EPOCH, offset } }
        }),
      page: (topic, { cursor, signal }) =>
        answer(signal, () => {
          const { offset } = topics.at(topic)
          return {
            data: olderPage(cursor, known.older ?? 0),
            position: offset === null ? null : { epoch: EPOCH, offset },
          }
        }),
      command: (message, { signal }) => answer(signal, () => obey(message) ?? { ok: true, ack: {} }),
      // Nobody within a page takes files: a file on its way there is tried again, as where a server is down.
      uploadsUrl: () => 'blob:stage',
      get: (path, { signal }) => answer(signal, () => buckets(path, known.hours ?? [], Date.now())),
    },
  }
}
