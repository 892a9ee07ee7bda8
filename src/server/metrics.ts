import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What operators watch. Each server has a registry of its own; no label holds a user, a topic or a token. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()
  const countOut = createOutCount(registers)
  return {
    registry,
    stop: () => loop.disable(),
    connections: new Gauge({ registers, name: 'rt_connections', help: 'Open sockets' }),
    connects: new Counter({
      registers,
      name: 'rt_connects_total',
      help: 'Upgrade requests by what became of them',
      labelNames: ['result'],
    }),
    closes: new Counter({
      registers,
      name: 'rt_closes_total',
      help: 'Sockets that ended, by close code, who ended it, and the socket error if any',
      labelNames: ['code', 'initiator', 'err'],
    }),
    subscriptions: new Gauge({ registers, name: 'rt_subscriptions', help: 'Topics subscribed, over all sockets' }),
    topicsActive: new Gauge({ registers, name: 'rt_topics_active', help: 'Topics with a subscriber here' }),
    messagesIn: new Counter({
      registers,
      name: 'rt_messages_in_total',
      help: 'Messages from clients',
      labelNames: ['type'],
    }),
    countOut,
    presencePeople: new Gauge({
      registers,
      name: 'rt_presence_people',
      help: 'People with a socket, or gone within the grace, by the status they are shown with; offline: hidden',
      labelNames: ['status'],
    }),
    presenceSockets: new Gauge({
      registers,
      name: 'rt_presence_sockets',
      help: 'Sockets that somebody is present by; idle: nothing is done at their page',
      labelNames: ['idle'],
    }),
    typists: new Gauge({ registers, name: 'rt_typists', help: 'People who type, once for each conversation' }),
    broadcasts: new Counter({
      registers,
      name: 'rt_broadcasts_total',
      help: 'Events of ephemeral topics, each once however many are told',
      labelNames: ['type'],
    }),
    dropped: new Counter({
      registers,
      name: 'rt_dropped_total',
      help: 'Readers given up because too much waited for them',
      labelNames: ['reason'],
    }),
    rateLimited: new Counter({
      registers,
      name: 'rt_rate_limited_total',
      help: 'Commands refused by a limit; hard: the socket was closed',
      labelNames: ['scope'],
    }),
    recover: new Counter({
      registers,
      name: 'rt_recover_total',
      help: 'Positions sent with a subscribe, by what became of them',
      labelNames: ['result'],
    }),
    recoveredEvents: new Histogram({
      registers,
      name: 'rt_recovered_events',
      help: 'Events replayed to one subscription',
      buckets: [0, 1, 10, 100, 1000],
    }),
    publishSeconds: new Histogram({
      registers,
      name: 'rt_publish_seconds',
      help: 'One writing transaction, waiting included',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    }),
    deliveryLag: new Histogram({
      registers,
      name: 'rt_delivery_lag_seconds',
      help: 'From commit to the last subscriber being sent to',
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    }),
    hintGaps: new Counter({ registers, name: 'rt_hint_gap_total', help: 'Holes in hints, filled from the log' }),
    snapshotSeconds: new Histogram({
      registers,
      name: 'rt_snapshot_seconds',
      help: 'Reading snapshots for one request',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    }),
    uploads: new Counter({
      registers,
      name: 'rt_uploads_total',
      help: 'Uploads by what became of them; failed: a request that the storage could not take',
      labelNames: ['result'],
    }),
    uploadedBytes: new Counter({
      registers,
      name: 'rt_uploaded_bytes_total',
      help: 'Bytes of uploads that were stored',
    }),
    sendBuffer: new Histogram({
      registers,
      name: 'rt_send_buffer_bytes',
      help: 'Bytes that waited for a reader when a socket was looked at',
      buckets: [0, 1_024, 65_536, 262_144, 1_048_576],
    }),
    eventLoopLag: new Gauge({
      registers,
      name: 'rt_event_loop_lag_seconds',
      help: '99th percentile of the event loop delay since the last scrape',
      collect() {
        this.set(loop.percentile(99) / 1e9)
        loop.reset()
      },
    }),
  }
}

/** Counting each message the library's way costs a fifth of sending it, so these are plain numbers until asked for. */
function createOutCount(registers: Registry[]): (type: string, text: string) => void {
  const messages = new Map<string, number>()
  let characters = 0
  void new Counter({
    registers,
    name: 'rt_messages_out_total',
    help: 'Messages to clients',
    labelNames: ['type'],
    collect() {
      this.reset()
      for (const [type, count] of messages) this.inc({ type }, count)
    },
  })
  void new Counter({
    registers,
    name: 'rt_bytes_out_total',
    help: 'Characters of text sent to clients',
    collect() {
      this.reset()
      this.inc(characters)
    },
  })
  return (type, text) => {
    messages.set(type, (messages.get(type) ?? 0) + 1)
    characters += text.length
  }
}

export type Metrics = ReturnType<typeof createMetrics>
