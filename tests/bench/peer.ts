/** The server's side of the protocol, as little of it as a run needs: every topic begins at offset 0. */

export const WELCOME = JSON.stringify({ type: 'welcome', data: {} })

interface Asked {
  readonly type: string
  readonly id?: string
  readonly data: { readonly topics: readonly { readonly topic: string }[] }
}

export interface Peer {
  /** What the server says to this, if anything. */
  readonly answer: (frame: string) => string | null
  /** How many topics were subscribed. */
  readonly topics: () => number
}

export function createPeer(): Peer {
  const subscribed = new Set<string>()
  return {
    topics: () => subscribed.size,
    answer: (frame) => {
      const { type, id, data } = JSON.parse(frame) as Asked
      if (type === 'ping') return JSON.stringify({ type: 'pong', data })
      if (type !== 'subscribe') return null
      for (const { topic } of data.topics) subscribed.add(topic)
      const topics = data.topics.map(({ topic }) => ({ topic, epoch: 'e', offset: 0, recovered: true, events: [] }))
      return JSON.stringify({ type: 'subscribed', id, data: { topics } })
    },
  }
}
