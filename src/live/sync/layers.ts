import { isReached, type Layer } from './layer.js'
import type { Part } from './replica.js'
import type { Topic } from './topic.js'
import type { Topics } from './topics.js'
import type { Report } from '../reports/report.js'
import type { Ack } from '../../protocol/control.js'
import type { AnyStream, Param, Position } from '../../protocol/stream.js'
import { topicOf } from '../../protocol/topic.js'

/** Shows what commands are expected to do, on top of what is confirmed. */
export interface Layers {
  /** Shows what a command will do, until the server says what it did. */
  readonly expect: (stream: AnyStream, param: Param, sent: Expected) => void
  /** The layer's reducer threw: it is not shown. */
  readonly onBroken: (topic: Topic, layer: Layer, error: unknown) => void
}

/** A command on its way. */
export interface Expected {
  readonly id: string
  readonly type: string
  readonly data: unknown
  readonly acked: Promise<Ack>
}

export interface LayersOptions {
  readonly topics: Pick<Topics, 'find' | 'retire'>
  readonly report: Report
  /** The topic looks different. */
  readonly onArrived: (topic: Topic) => void
}

export function createLayers({ topics, report, onArrived }: LayersOptions): Layers {
  const change = (topic: Topic, layers: readonly Layer[]) => {
    topic.layers = layers
    topics.retire(topic)
    onArrived(topic)
  }
  const drop = (topic: Topic, id: string) =>
    change(
      topic,
      topic.layers.filter((layer) => layer.id !== id),
    )
  /** The command was done: its layer stays until its event is there. */
  const ack = (topic: Topic, id: string, ackedAt: Position) => {
    const before = topic.layers
    topic.layers = before.map((layer) => (layer.id === id ? { ...layer, ackedAt } : layer))
    const reached = (part: Part) => topic.layers.some((layer) => layer.id === id && isReached(layer, part.position))
    for (const replica of topic.replicas) {
      // It looks the same until the event is there: nobody needs to hear of it.
      if (replica.overlaid === before && !replica.parts.some(reached)) replica.overlaid = topic.layers
    }
    onArrived(topic)
  }
  return {
    expect: (stream, param, { id, type, data, acked }) => {
      const foreseen = stream.commands[type]?.optimistic ?? stream.pages?.commands?.[type]
      const topic = foreseen && topics.find(topicOf(stream, param))
      if (!topic) return
      change(topic, [...topic.layers, { id, type, input: data, ackedAt: null }])
      acked.then(
        // Without a position no event will tell: it goes now.
        ({ epoch, offset }) =>
          epoch !== undefined && offset !== undefined ? ack(topic, id, { epoch, offset }) : drop(topic, id),
        () => drop(topic, id),
      )
    },
    onBroken: (topic, layer, error) => {
      report({ code: 'layer_failed', message: `${layer.type}: ${String(error)}`, topic: topic.name })
      drop(topic, layer.id)
    },
  }
}
