import { configuration, tokenOf, type Name } from './stage.js'

/** Why: what one person is shown depends on what others do, whose pages are somewhere else: a bare socket does for them. */
export interface Peer {
  say(type: string, data: unknown): void
  /** Everything of this type that it was told, oldest first. */
  heard(type: string): readonly unknown[]
  subscribe(topic: string): void
  /** Is gone for the others at once, without the grace of those whose socket only ended. */
  leave(): Promise<void>
  close(): void
}

export async function peer(name: Name): Promise<Peer> {
  const url = `${String(configuration.apiUrl).replace('http', 'ws')}/ws?token=${await tokenOf(name)}`
  const socket = new WebSocket(url)
  const messages: { readonly type: string; readonly data: unknown }[] = []
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('no connection')))
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      messages.push(JSON.parse(data))
      resolve()
    })
  })
  const say: Peer['say'] = (type, data) => socket.send(JSON.stringify({ type, data }))
  return {
    say,
    heard: (type) => messages.filter((message) => message.type === type).map(({ data }) => data),
    subscribe: (topic) => say('subscribe', { topics: [{ topic }] }),
    leave: async () => {
      if (socket.readyState !== WebSocket.OPEN) return
      const acked = new Promise<void>((resolve) => {
        socket.addEventListener('message', ({ data }: MessageEvent<string>) => data.includes('"leaving"') && resolve())
      })
      socket.send(JSON.stringify({ type: 'presence_update', data: { status: 'offline' }, id: 'leaving' }))
      await acked
      socket.close()
    },
    close: () => socket.close(),
  }
}
