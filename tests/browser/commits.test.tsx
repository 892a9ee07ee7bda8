import { notifyManager, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createLive, defineStream, liveQuery } from 'pitchey-live/core'
import { Profiler } from 'react'
import { createRoot } from 'react-dom/client'
import * as v from 'valibot'
import { expect, test } from 'vitest'

const counter = defineStream({
  name: 'counter',
  param: v.number(),
  data: v.object({ total: v.number() }),
  initial: () => ({ total: 0 }),
  access: () => true,
  kind: { retention: { events: 100, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: { added: { schema: v.object({ n: v.number() }), reduce: ({ total }, { n }) => ({ total: total + n }) } },
  commands: {},
})
const PEOPLE = 20

function Total({ param }: { param: number }) {
  const { data } = useQuery(liveQuery(counter, param))
  return <output>{data?.total}</output>
}

/** A socket on which the test speaks, frame by frame. */
function scriptSocket() {
  const sockets: ScriptedSocket[] = []
  class ScriptedSocket extends EventTarget {
    readyState = 1
    binaryType = 'blob'
    constructor(_url: string) {
      super()
      sockets.push(this)
      setTimeout(() => {
        this.dispatchEvent(new Event('open'))
        this.say({ type: 'welcome', data: {} })
      })
    }
    say(message: object) {
      this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
    }
    send(frame: string) {
      const { type, id, data } = JSON.parse(frame) as {
        type: string
        id: string
        data: { topics: { topic: string }[] }
      }
      if (type !== 'subscribe') return
      const topics = data.topics.map(({ topic }) => ({ topic, epoch: 'e', offset: 0, recovered: null, events: [] }))
      setTimeout(() => this.say({ type: 'subscribed', id, data: { topics } }))
    }
    close() {
      this.readyState = 3
    }
  }
  return { ScriptedSocket, say: (message: object) => sockets.at(-1)?.say(message) }
}

test('a frame of the screen commits once, however many queries the events of it changed', async () => {
  const { ScriptedSocket, say } = scriptSocket()
  const live = createLive({
    streams: [counter],
    batch: (run) => notifyManager.batch(run),
    WebSocket: ScriptedSocket,
    backend: {
      socketUrl: () => 'ws://scripted/ws',
      getSession: () => Promise.resolve({ token: 't', userKey: 'u' }),
      snapshot: () => Promise.resolve({ data: { total: 0 }, position: { epoch: 'e', offset: 0 } }),
    },
  })
  const client = new QueryClient()
  live.attach(client)
  const release = live.acquire()
  const host = document.body.appendChild(document.createElement('div'))
  const root = createRoot(host)
  let commits = 0
  root.render(
    <Profiler id="all" onRender={() => (commits += 1)}>
      <QueryClientProvider client={client}>
        {Array.from({ length: PEOPLE }, (_, n) => (
          <Total key={n} param={n + 1} />
        ))}
      </QueryClientProvider>
    </Profiler>,
  )
  const totals = () => [...host.querySelectorAll('output')].map(({ textContent }) => textContent)
  await expect.poll(() => new Set(totals())).toEqual(new Set(['0']))
  await expect.poll(() => live.getStatus().connection.state).toBe('connected')
  // The first event gets through only once every topic is subscribed.
  await expect
    .poll(() => {
      for (let param = 1; param <= PEOPLE; param += 1) {
        say({ type: 'added', topic: `counter:${param}`, epoch: 'e', offset: 1, data: { n: 1 } })
      }
      return new Set(totals())
    })
    .toEqual(new Set(['1']))

  commits = 0
  for (let offset = 2; offset <= 101; offset += 1) {
    for (let param = 1; param <= PEOPLE; param += 1) {
      say({ type: 'added', topic: `counter:${param}`, epoch: 'e', offset, data: { n: 1 } })
    }
  }
  await expect.poll(() => new Set(totals())).toEqual(new Set(['101']))
  expect(commits).toBe(1)

  root.unmount()
  release()
  live.dispose()
  host.remove()
})
