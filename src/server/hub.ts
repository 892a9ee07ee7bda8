import type { LoggedEvent } from '../protocol/control.js'
import type { PublishedEvent } from './log/heldTopic.js'

/**
 * Brings events from the log to the subscribers of this node, in offset order and without holes.
 * What it hears are hints; a hole in them is read from the log.
 */
export interface Hub {
  /** From now on, events of this topic are kept for the subscriber until it goes live. */
  join(topic: string, subscriber: Subscriber): Subscription
  /** Committed events, of any topics. */
  hear(events: readonly PublishedEvent[]): void
  /** An event of an ephemeral topic. */
  readonly broadcast: (topic: string, type: string, data: unknown) => void
  /** These users may not read the topic any more: they hear nothing further of it, and are told so. */
  readonly expel: (topic: string, userIds: ReadonlySet<number>) => void
  readonly topicCount: () => number
}

/** One topic under one name on one connection. */
export interface Subscriber {
  readonly name: string
  readonly userId: number
  readonly send: (text: string, type: string) => void
  /** It has left already. */
  readonly onExpelled: () => void
}

export interface Subscription {
  /** Hands out what came in after `offset` and stays live; `null` for ephemeral topics. */
  live(offset: number | null): void
  /** Holds events back again, as after `join`. */
  hold(): void
  leave(): void
}

interface Delivery {
  readonly offset: number | null
  readonly type: string
  /** The event as a message, serialised once for each name it goes out under. */
  readonly text: (name: string) => string
}

interface Member {
  readonly subscriber: Subscriber
  /** Newest offset the subscriber knows of. */
  offset: number
  held: Delivery[] | null
}

interface Room {
  readonly members: Set<Member>
  /** Newest offset that was delivered; `null` until the first event. */
  cursor: number | null
  /** Newest offset that was heard of while a hole is being read. */
  filling: number | null
}

interface Parts {
  readonly epoch: string
  readonly readAfter: (topic: string, offset: number) => Promise<readonly LoggedEvent[]>
  readonly onGap: () => void
  readonly onError: (error: unknown) => void
}

export function createHub({ epoch, readAfter, onGap, onError }: Parts): Hub {
  const rooms = new Map<string, Room>()

  function leave(topic: string, room: Room, member: Member): void {
    room.members.delete(member)
    if (room.members.size === 0 && rooms.get(topic) === room) rooms.delete(topic)
  }

  function deliver(room: Room, delivery: Delivery): void {
    for (const member of room.members) {
      if (member.held) member.held.push(delivery)
      else hand(member, delivery)
    }
  }

  function hand(member: Member, { offset, type, text }: Delivery): void {
    if (offset !== null) {
      if (offset <= member.offset) return
      member.offset = offset
    }
    member.subscriber.send(text(member.subscriber.name), type)
  }

  function hearOne(event: PublishedEvent): void {
    const room = rooms.get(event.topic)
    if (!room) return
    if (room.filling !== null) {
      room.filling = Math.max(room.filling, event.offset)
      return
    }
    const expected = room.cursor === null ? event.offset : room.cursor + 1
    if (event.offset < expected) return
    if (event.offset > expected) {
      onGap()
      fill(event.topic, room, event.offset).catch(onError)
      return
    }
    room.cursor = event.offset
    deliver(room, durable(event, epoch))
  }

  async function fill(topic: string, room: Room, upTo: number): Promise<void> {
    room.filling = upTo
    try {
      while (room.cursor !== null && room.cursor < room.filling) {
        const missed = await readAfter(topic, room.cursor)
        if (missed.length === 0) break
        for (const event of missed) {
          room.cursor = event.offset
          deliver(room, durable({ ...event, topic }, epoch))
        }
      }
    } finally {
      room.filling = null
    }
  }

  return {
    join(topic, subscriber) {
      const room = rooms.get(topic) ?? { members: new Set(), cursor: null, filling: null }
      rooms.set(topic, room)
      const member: Member = { subscriber, offset: 0, held: [] }
      room.members.add(member)
      return {
        live(offset) {
          if (offset !== null) {
            member.offset = offset
            // Nothing was heard yet, so the log's head is where hearing starts.
            room.cursor ??= offset
          }
          const held = member.held ?? []
          member.held = null
          const next = held.find((delivery) => delivery.offset !== null && delivery.offset > member.offset)
          if (next?.offset && next.offset > member.offset + 1 && room.filling === null) {
            onGap()
            room.cursor = member.offset
            fill(topic, room, next.offset).catch(onError)
            return
          }
          for (const delivery of held) hand(member, delivery)
        },
        hold() {
          member.held ??= []
        },
        leave: () => leave(topic, room, member),
      }
    },
    hear: (events) => events.forEach(hearOne),
    broadcast(topic, type, data) {
      const room = rooms.get(topic)
      if (room) deliver(room, ephemeral(type, data))
    },
    expel(topic, userIds) {
      const room = rooms.get(topic)
      for (const member of room ? [...room.members] : []) {
        if (!room || !userIds.has(member.subscriber.userId)) continue
        leave(topic, room, member)
        member.subscriber.onExpelled()
      }
    },
    topicCount: () => rooms.size,
  }
}

function durable({ offset, type, data }: PublishedEvent, epoch: string): Delivery {
  return { offset, type, text: perName((topic) => JSON.stringify({ type, topic, epoch, offset, data })) }
}

const ephemeral = (type: string, data: unknown): Delivery => ({
  offset: null,
  type,
  text: perName((topic) => JSON.stringify({ type, topic, data })),
})

function perName(serialise: (name: string) => string): (name: string) => string {
  const texts = new Map<string, string>()
  return (name) => {
    const known = texts.get(name)
    if (known !== undefined) return known
    const text = serialise(name)
    texts.set(name, text)
    return text
  }
}
