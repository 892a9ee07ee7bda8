import { streams } from 'pitchey-live'
import type { Happening, Known } from './scene.js'

/** The server's topics: what is known of each, and how often it changed. */
export interface Topics {
  readonly at: (topic: string) => Topic
  /** What there was before the last change. */
  readonly before: (topic: string) => unknown
  /** Folds it into its topic, by the stream's own reducer. Returns what readers of the topic are told. */
  readonly apply: (happening: Happening) => object
}

interface Topic {
  readonly data: unknown
  /** `null`: it has no positions. */
  readonly offset: number | null
}

/** Events of all streams are found by their type; what they do to data is checked where streams are defined. */
type Reduce = (data: unknown, event: unknown) => unknown

export const EPOCH = 'stage'

export function createTopics(known: Known): Topics {
  const topics = new Map<string, Topic>()
  const former = new Map<string, Topic>()
  const at = (topic: string): Topic => topics.get(topic) ?? { data: beginning(topic, known), offset: firstOf(topic) }
  return {
    at,
    before: (topic) => (former.get(topic) ?? at(topic)).data,
    apply: ({ topic, type, data }) => {
      const before = at(topic)
      const events: Readonly<Record<string, { readonly reduce: unknown } | undefined>> = streamOf(topic).events
      const reduce = events[type]?.reduce as Reduce | undefined
      if (!reduce) throw new Error(`${topic} knows of no ${type}`)
      const offset = before.offset === null ? null : before.offset + 1
      former.set(topic, before)
      topics.set(topic, { data: reduce(before.data, data), offset })
      return { topic, type, data, ...(offset === null ? {} : { epoch: EPOCH, offset }) }
    },
  }
}

const firstOf = (topic: string) => (streamOf(topic).kind === 'ephemeral' ? null : 1)

function streamOf(topic: string) {
  const [name] = topic.split(':')
  const stream = Object.values(streams).find((one) => one.name === name)
  if (!stream) throw new Error(`There is no stream for ${topic}`)
  return stream
}

function beginning(topic: string, known: Known): unknown {
  const [name = '', param] = topic.split(':')
  switch (name) {
    case 'notifications':
      return known.notifications ?? streams.notifications.initial('me')
    case 'dashboard':
      return known.dashboard ?? streams.dashboard.initial('me')
    case 'pitch':
      return known.pitch ?? streams.pitch.initial(Number(param))
    case 'watchers':
      return known.watchers ?? streams.watchers.initial(Number(param))
    case 'uploads':
      return known.uploads ?? streams.uploads.initial('me')
    case 'presence':
      return known.presence ?? streams.presence.initial('all')
    case 'draft':
      return known.draft ?? streams.draft.initial(param ?? '')
    case 'editors':
      return known.editors ?? streams.editors.initial(param ?? '')
    case 'typing':
      return known.typing ?? streams.typing.initial(1)
    default:
      throw new Error(`A stage knows of no ${topic}`)
  }
}
