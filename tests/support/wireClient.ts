import { WebSocket, type ClientOptions } from 'ws'

/**
 * Why: the wire is tested by a client that knows nothing but frames: no reconnect, no schema, no mercy.
 * Whatever comes in is kept until a test asks for it.
 */
export interface WireClient {
  /** Everything that came in, oldest first. */
  readonly messages: readonly WireMessage[]
  readonly frames: readonly string[]
  /** The first message of this type (and matching) that was not taken before. Fails after 20 s, telling what came. */
  next(type: string, matching?: (message: WireMessage) => boolean): Promise<WireMessage>
  send(message: Record<string, unknown>): void
  /** Sends with a fresh id and waits for the message that carries it. */
  ask(type: string, data?: unknown, id?: string): Promise<WireMessage>
  raw(frame: string | Buffer): void
  readonly socket: WebSocket
  /** Close code and reason, once it is closed. */
  closed(): Promise<{ readonly code: number; readonly reason: string }>
  close(): Promise<void>
}

export interface WireMessage {
  readonly type: string
  readonly data: unknown
  readonly id?: string
  readonly topic?: string
  readonly epoch?: string
  readonly offset?: number
}

/** What lies at this path, e.g. `dig(message.data, 'topics', 0, 'offset')`; undefined when there is nothing. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value
  for (const key of path) found = found === undefined || found === null ? undefined : Reflect.get(Object(found), key)
  return found
}

const PATIENCE_MS = 20_000
let ids = 0

export async function connect(url: string, options: ClientOptions = {}): Promise<WireClient> {
  const client = open(url, options)
  await client.next('welcome')
  return client
}

/** As `connect`, for sockets that are not expected to be welcome. */
export function open(url: string, options: ClientOptions = {}): WireClient {
  const socket = new WebSocket(url, options)
  const messages: WireMessage[] = []
  const frames: string[] = []
  const taken = new Set<WireMessage>()
  const waiting = new Set<() => void>()
  let end: { code: number; reason: string } | null = null
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  opened.catch(() => undefined)
  socket.on('error', () => undefined)
  socket.on('message', (raw: Buffer) => {
    const text = raw.toString('utf8')
    frames.push(text)
    const value: unknown = JSON.parse(text)
    messages.push(...((Array.isArray(value) ? value : [value]) as WireMessage[]))
    waiting.forEach((look) => look())
  })
  socket.on('close', (code, reason) => {
    end = { code, reason: reason.toString() }
    waiting.forEach((look) => look())
  })

  function until<T>(what: string, look: () => T | null): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = (finish: () => void): void => {
        clearTimeout(timer)
        waiting.delete(check)
        finish()
      }
      const check = (): void => {
        const found = look()
        if (found !== null) done(() => resolve(found))
        else if (end) done(() => reject(new Error(`No ${what}: closed ${end?.code}`)))
      }
      const timer = setTimeout(() => {
        const seen = messages.slice(-10).map((message) => JSON.stringify(message).slice(0, 200))
        done(() =>
          reject(
            new Error(
              `No ${what} within ${PATIENCE_MS} ms. ${end ? `Closed ${end.code}. ` : ''}Last: ${seen.join('\n')}`,
            ),
          ),
        )
      }, PATIENCE_MS)
      waiting.add(check)
      check()
    })
  }

  const next: WireClient['next'] = (type, matching = () => true) =>
    until(type, () => {
      const found = messages.find((message) => message.type === type && !taken.has(message) && matching(message))
      if (!found) return null
      taken.add(found)
      return found
    })

  const send: WireClient['send'] = (message) => socket.send(JSON.stringify(message))

  return {
    messages,
    frames,
    socket,
    next,
    send,
    ask(type, data = {}, id = `t${(ids += 1)}`) {
      send({ type, data, id })
      return until(`answer to ${type}`, () => {
        const found = messages.find((message) => message.id === id && !taken.has(message))
        if (!found) return null
        taken.add(found)
        return found
      })
    },
    raw: (frame) => socket.send(frame),
    closed: () => until('close', () => end),
    async close() {
      socket.close()
      await until('close', () => end)
    },
  }
}
