/** What the runs are about: 1,000 topics, half of them replaced whole by an event, half patched. */
import type { QueryClient } from '@tanstack/react-query'
import { defineStream, liveQuery } from 'pitchey-live/core'
import * as v from 'valibot'
import { pitch } from '../../src/protocol/streams/pitch.js'

export const presence = defineStream({
  name: 'presence',
  param: v.number(),
  data: v.object({ userId: v.number(), status: v.string(), lastSeen: v.number() }),
  initial: (userId) => ({ userId, status: 'offline', lastSeen: 0 }),
  access: () => true,
  kind: { retention: { events: 50, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: {
    presence_update: {
      schema: v.object({ status: v.string(), lastSeen: v.number() }),
      reduce: (person, update) => ({ ...person, ...update }),
    },
  },
  commands: {},
})

export { pitch }
export const streams = [pitch, presence] as const

/** Topics, each with a key and an observer of its own. */
export const KEYS = 1_000

export const isPitch = (key: number) => key % 2 === 0

export const topicName = (key: number): string => `${isPitch(key) ? 'pitch' : 'presence'}:${key + 1}`

/** Of a topic's name. */
export const keyOf = (topic: string): number => Number(topic.slice(topic.indexOf(':') + 1)) - 1

export const queryKeyOf = (key: number): readonly unknown[] => ['live', isPitch(key) ? 'pitch' : 'presence', key + 1]

export const initial = (key: number): object => (isPitch(key) ? pitch.initial(key + 1) : presence.initial(key + 1))

/** As a component that is about to be shown would. */
export const fetchLive = (client: QueryClient, key: number): Promise<void> =>
  isPitch(key) ? client.prefetchQuery(liveQuery(pitch, key + 1)) : client.prefetchQuery(liveQuery(presence, key + 1))
