/**
 * A server in memory, exact as PROTOCOL.md demands and as faulty as a network can be. It exists because interleavings are
 * explored by the thousand: under fake timers every run is repeatable from its seed, which no real server is.
 * To extend: add a fault as a method, and a command for it in the property test. What the real server does is tested
 * against the real server.
 */
import { SnapshotError, type Backend, type Position, type Session } from 'pitchey-live/core'
import { numbers, type Numbers } from './numbersStream.js'

interface Log {
  epoch: string
  /** The number that each event appends; event `n` has offset `n`. */
  events: number[]
  floor: number
}

export interface SimulatedServer {
  readonly backend: Backend
  /** Everybody has topics of their own, by the same names. `null`: signs out. Methods that name a topic mean this user's. */
  signIn(user: string | null): void
  readonly user: () => string | null
  readonly WebSocket: new (url: string) => EventTarget
  publish(topic: string): void
  /** What a client must show once all is quiet. */
  truth(topic: string): Numbers
  /** Every epoch's events, to tell whether a value is the fold of a prefix of them. */
  readonly history: ReadonlyMap<string, readonly number[]>
  loseNextEvent(): void
  repeatNextEvent(): void
  /** The next snapshot is that many events old, as from a replica. */
  lagNextSnapshot(events: number): void
  /** Commands that took effect. */
  commands(): number
  refuseNextCommand(): void
  /** No fault is pending any more. */
  heal(): void
  cut(): void
  setReachable(reachable: boolean): void
  newEpoch(topic: string): void
  trim(topic: string): void
  readonly snapshotRequests: () => number
  readonly liveSockets: () => number
  /** What is subscribed, on all sockets. */
  readonly subscriptions: () => string[]
}

const LATENCY_MS = 5

export function simulateServer(latency: () => number): SimulatedServer {
  const logs = new Map<string, Log>()
  const history = new Map<string, number[]>()
  const sockets = new Set<SimulatedSocket>()
  let reachable = true
  let epochs = 0
  let lag = 0
  let requests = 0
  const done = new Map<string, Position>()
  const watching = new Set<() => void>()
  let signedIn: string | null = 'u'
  const fate = { lose: false, repeat: false, refuse: false }

  const startEpoch = (): Log => {
    epochs += 1
    const events: number[] = []
    history.set(`e${epochs}`, events)
    return { epoch: `e${epochs}`, events, floor: 0 }
  }
  const logOf = (topic: string, user = signedIn ?? 'u'): Log => {
    const log = logs.get(`${user} ${topic}`) ?? startEpoch()
    logs.set(`${user} ${topic}`, log)
    return log
  }
  const stateAt = ({ epoch, events }: Log, offset: number, user = signedIn ?? 'u'): Numbers => ({
    owner: user,
    epoch,
    items: events.slice(0, offset),
  })

  class SimulatedSocket extends EventTarget {
    readyState = 0
    binaryType = 'blob'
    readonly topics = new Set<string>()
    readonly user: string

    constructor(url: string) {
      super()
      this.user = new URL(url).searchParams.get('token') ?? ''
      setTimeout(() => {
        if (this.readyState !== 0) return undefined
        if (!reachable) return this.end()
        this.readyState = 1
        sockets.add(this)
        this.dispatchEvent(new Event('open'))
        return this.say({ type: 'welcome', data: {} })
      }, latency())
    }
    /** In order, each a little later: what is under way when the link is cut is lost. */
    say(message: object) {
      setTimeout(() => {
        if (this.readyState === 1) this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
      }, LATENCY_MS)
    }
    send(frame: string) {
      setTimeout(() => {
        if (this.readyState === 1) this.hear(JSON.parse(frame) as Heard)
      }, LATENCY_MS)
    }
    hear({ type, data, id }: Heard) {
      if (type === 'ping') return this.say({ type: 'pong', data })
      if (type === 'unsubscribe') {
        for (const topic of data.topics ?? []) this.topics.delete(String(topic))
        return this.say({ type: 'ack', id, data: {} })
      }
      if (type === 'append') return this.append(String(data.topic), id ?? '')
      if (type !== 'subscribe') return undefined
      const topics = (data.topics ?? []) as readonly { topic: string; epoch?: string; offset?: number }[]
      for (const { topic } of topics) this.topics.add(topic)
      return this.say({ type: 'subscribed', id, data: { topics: topics.map((asked) => answer(asked, this.user)) } })
    }
    /** The ack comes before the event, as from a server that acks what is durable and publishes then. */
    append(topic: string, id: string) {
      const key = `${this.user} ${id}`
      if (fate.refuse && !done.has(key)) {
        fate.refuse = false
        return this.say({ type: 'error', id, data: { code: 'forbidden', message: 'No', retryable: false } })
      }
      const log = logOf(`numbers:${topic}`, this.user)
      const position = done.get(key) ?? { epoch: log.epoch, offset: log.events.length + 1 }
      this.say({ type: 'ack', id, data: { topic: `numbers:${topic}`, ...position } })
      if (done.has(key)) return undefined
      done.set(key, position)
      return publish(`numbers:${topic}`, this.user)
    }
    close() {
      this.end(1000)
    }
    end(code = 1006) {
      if (this.readyState === 3) return
      this.readyState = 3
      sockets.delete(this)
      this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }))
    }
  }

  const answer = ({ topic, epoch, offset }: { topic: string; epoch?: string; offset?: number }, user: string) => {
    const log = logOf(topic, user)
    const head = log.events.length
    const at = { topic, epoch: log.epoch, offset: head }
    if (epoch === undefined || offset === undefined) return { ...at, recovered: null, events: [] }
    const refuse = (reason: string) => ({ ...at, recovered: false, reason, events: [] })
    if (epoch !== log.epoch) return refuse('epoch')
    if (offset > head) return refuse('ahead')
    if (offset < log.floor) return refuse('trimmed')
    const events = log.events
      .slice(offset)
      .map((number, index) => ({ type: 'appended', data: { number }, offset: offset + index + 1 }))
    return { ...at, recovered: true, events }
  }

  const publish = (topic: string, user = signedIn ?? 'u') => {
    const log = logOf(topic, user)
    const number = log.events.length + 1
    log.events.push(number)
    const event = { type: 'appended', topic, epoch: log.epoch, offset: number, data: { number } }
    for (const socket of sockets) {
      if (!socket.topics.has(topic) || socket.user !== user) continue
      if (!fate.lose) socket.say(event)
      if (fate.repeat) socket.say(event)
    }
    fate.lose = fate.repeat = false
  }

  return {
    history,
    publish: (topic) => publish(topic),
    user: () => signedIn,
    signIn: (user) => {
      signedIn = user
      for (const changed of watching) changed()
    },
    commands: () => done.size,
    refuseNextCommand: () => void (fate.refuse = true),
    truth: (topic) => stateAt(logOf(topic), logOf(topic).events.length),
    loseNextEvent: () => void (fate.lose = true),
    repeatNextEvent: () => void (fate.repeat = true),
    lagNextSnapshot: (events) => void (lag = events),
    heal: () => {
      fate.lose = fate.repeat = fate.refuse = false
      lag = 0
      reachable = true
    },
    cut: () => [...sockets].forEach((socket) => socket.end()),
    setReachable: (next) => {
      reachable = next
      if (!next) [...sockets].forEach((socket) => socket.end())
    },
    newEpoch: (topic) => {
      const user = signedIn ?? 'u'
      logs.set(`${user} ${topic}`, startEpoch())
      for (const socket of sockets) {
        if (socket.topics.has(topic) && socket.user === user)
          socket.say({ type: 'reset', data: { topics: [topic], reason: 'epoch' } })
      }
    },
    trim: (topic) => {
      logOf(topic).floor = logOf(topic).events.length
    },
    snapshotRequests: () => requests,
    liveSockets: () => sockets.size,
    subscriptions: () => [...sockets].flatMap(({ topics }) => [...topics]).toSorted(),
    WebSocket: SimulatedSocket,
    backend: {
      socketUrl: ({ token }) => `ws://simulated/ws?token=${token}`,
      getSession: () =>
        Promise.resolve<Session | null>(signedIn === null ? null : { token: signedIn, userKey: signedIn }),
      watchSession: (changed) => {
        watching.add(changed)
        return () => void watching.delete(changed)
      },
      snapshot: async (topic, { known, session: { userKey: user } }) => {
        requests += 1
        await wait(latency())
        if (!reachable) throw new SnapshotError(0, 'unreachable', 'The server could not be reached')
        const log = logOf(topic, user)
        const offset = Math.max(0, log.events.length - lag)
        lag = 0
        const data = stateAt(log, offset, user)
        const position = { epoch: log.epoch, offset }
        await wait(latency())
        if (known?.epoch === position.epoch && known.offset === position.offset) return { unchanged: true }
        return { data, position }
      },
    },
  }
}

interface Heard {
  type: string
  id?: string
  data: { topics?: readonly unknown[]; topic?: unknown }
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export { numbers }
