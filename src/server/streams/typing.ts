import type { User } from '../../protocol/stream.js'
import { typing as stream } from '../../protocol/streams/typing.js'
import { topicOf } from '../../protocol/topic.js'
import { createPace } from '../pace.js'
import { mayTakePart } from './participants.js'
import { serve, type ServerStream, type StreamContext } from './serverStream.js'

/** A page that types says so every three seconds; one that fell silent is believed no longer than this. */
const SILENCE_MS = 8_000
const PUBLISH_GAP_MS = 250

type ConversationId = string | number

/** One user in one conversation. */
interface Typist {
  readonly key: string
  readonly conversationId: ConversationId
  readonly userId: number
  username: string
  /** Where they type, and how to stop waiting for that to fall silent. */
  readonly sockets: Map<string, () => void>
  told: boolean
  /** Said again since it was told. */
  heard: boolean
}

/** Who is writing, and where: kept in memory. */
export function typing({ clock, broadcast, demo }: StreamContext): ServerStream {
  const typists = new Map<string, Typist>()
  const conversations = new Map<ConversationId, Set<Typist>>()
  const typistsOf = new Map<string, Set<Typist>>()
  const pace = createPace({ clock, gapMs: PUBLISH_GAP_MS, edge: 'leading', say: publish })

  const keyOf = (conversationId: ConversationId, userId: number): string => `${userId} ${conversationId}`

  function publish(key: string): boolean {
    const typist = typists.get(key)
    if (!typist) return false
    const { conversationId, userId, username, sockets, told, heard } = typist
    const isTyping = sockets.size > 0
    if (!isTyping) forget(typist)
    if (isTyping === told && !(isTyping && heard)) return false
    typist.told = isTyping
    typist.heard = false
    // Not to the typist: their other tabs would take them for somebody else.
    broadcast(topicOf(stream, conversationId), 'typing', { conversationId, userId, username, isTyping }, userId)
    return true
  }

  function forget(typist: Typist): void {
    const { key, conversationId } = typist
    typists.delete(key)
    const conversation = conversations.get(conversationId)
    conversation?.delete(typist)
    if (conversation?.size === 0) conversations.delete(conversationId)
  }

  function typistOf(conversationId: ConversationId, { userId, username }: User): Typist {
    const key = keyOf(conversationId, userId)
    const typist = typists.get(key) ?? {
      key,
      conversationId,
      userId,
      username,
      sockets: new Map(),
      told: false,
      heard: false,
    }
    typist.username = username
    typists.set(key, typist)
    conversations.set(conversationId, (conversations.get(conversationId) ?? new Set()).add(typist))
    return typist
  }

  function start(typist: Typist, socket: string): void {
    typist.sockets.get(socket)?.()
    typist.sockets.set(
      socket,
      clock.after(SILENCE_MS, () => stop(typist, socket)),
    )
    const own = typistsOf.get(socket) ?? new Set()
    typistsOf.set(socket, own.add(typist))
    typist.heard = true
    pace.touch(typist.key)
  }

  function stop(typist: Typist, socket: string): void {
    typist.sockets.get(socket)?.()
    if (!typist.sockets.delete(socket)) return
    const own = typistsOf.get(socket)
    own?.delete(typist)
    if (own?.size === 0) typistsOf.delete(socket)
    if (typist.sockets.size === 0) pace.touch(typist.key)
  }

  const stopAll = (typist: Typist): void => {
    for (const socket of typist.sockets.keys()) stop(typist, socket)
  }

  return serve(stream, {
    admits: (tx, conversationId, { userId }) => mayTakePart(tx, conversationId, userId, demo),
    desired: {
      typing(user, { conversationId, isTyping }, { connectionId }) {
        const typist = isTyping ? typistOf(conversationId, user) : typists.get(keyOf(conversationId, user.userId))
        if (!typist) return
        if (isTyping) start(typist, connectionId)
        else stop(typist, connectionId)
      },
    },
    state: (conversationId) => ({
      users: [...(conversations.get(conversationId) ?? [])]
        .filter(({ sockets }) => sockets.size > 0)
        .map(({ userId, username }) => ({ userId, username })),
    }),
    connectionEnded(connectionId) {
      for (const typist of typistsOf.get(connectionId) ?? []) stop(typist, connectionId)
    },
    readersChanged(conversationId, mayRead) {
      for (const typist of conversations.get(conversationId) ?? []) if (!mayRead(typist.userId)) stopAll(typist)
    },
    measure({ typists: gauge }) {
      gauge.set([...typists.values()].filter(({ sockets }) => sockets.size > 0).length)
    },
    stop() {
      pace.stop()
      for (const { sockets } of typists.values()) for (const cancel of sockets.values()) cancel()
    },
  })
}
