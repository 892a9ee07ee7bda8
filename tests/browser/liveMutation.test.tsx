import { onlineManager, QueryClient, useQuery } from '@tanstack/react-query'
import { CommandError, configure, liveQuery, streams, useLiveMutation, useWebSocket } from 'pitchey-live'
import { defineStream } from 'pitchey-live/core'
import * as v from 'valibot'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { anaHas, countCommands } from '../support/dropdown.js'
import { mount, signIn, sockets } from '../support/stage.js'

/** Of these the server knows nothing. */
const stranger = (name: string, type: string) =>
  defineStream({
    name,
    param: v.number(),
    data: v.object({}),
    initial: () => ({}),
    access: () => true,
    kind: 'ephemeral',
    events: {},
    commands: { [type]: { schema: v.object({}), send: 'durable', param: () => 1 } },
  })

function Unread() {
  const { data } = useQuery(liveQuery(streams.notifications, 'me'))
  const { mutate, status, data: ack, isPaused } = useLiveMutation(streams.notifications, 'notification_read')
  const { isConnected } = useWebSocket()
  return (
    <>
      <button type="button" onClick={() => mutate({ ids: 'all' })}>
        Read all
      </button>
      <output>
        {data ? data.unreadCount : '…'} unread, {status}
        {ack && `, ${ack.topic}`}
        {isPaused && ', paused'}
        {isConnected ? ', connected' : ', alone'}
      </output>
    </>
  )
}
const status = page.getByRole('status')
const readAll = page.getByRole('button', { name: 'Read all' })

function Refused({ onError }: { onError: (error: unknown) => void }) {
  const view = useLiveMutation(streams.pitch, 'pitch_view')
  const unheard = useLiveMutation(stranger('unheard', 'shout'), 'shout')
  return (
    <>
      <button type="button" onClick={() => view.mutate({ pitchId: 404 }, { onError })}>
        View
      </button>
      <button type="button" onClick={() => unheard.mutate({}, { onError })}>
        Shout
      </button>
    </>
  )
}

beforeEach(() => signIn('ana'))
afterEach(() => onlineManager.setOnline(true))

test('streams are told apart, and are named before the engine is made', async () => {
  const early = stranger('early', 'jot')
  configure({ streams: [early] })
  expect(() => configure({ streams: [stranger('early', 'write')] })).toThrow('two streams have the name "early"')
  expect(() => configure({ streams: [stranger('other', 'jot')] })).toThrow('two streams have the command "jot"')
  expect(() => configure({ streams: [stranger('pitch', 'edit')] })).toThrow('two streams have the name "pitch"')
  mount(<Unread />)
  await expect.element(status).toHaveTextContent('connected')
  expect(() => configure({ streams: [stranger('late', 'scribble')] })).toThrow(
    'the stream "late" comes too late: call configure({ streams }) before the first render',
  )
  // What the engine knows may be said again.
  configure({ streams: [early] })
})

test('a mutation shows at once, and is done when the server has done it', async () => {
  await anaHas('One', 'Two')
  mount(<Unread />)
  await expect.element(status).toHaveTextContent('2 unread, idle, connected')
  await readAll.click()
  await expect.element(status).toHaveTextContent('0 unread, success, notifications:me, connected')
})

test('without a connection it shows all the same, waits, and is sent once', async () => {
  await anaHas('One', 'Two')
  mount(<Unread />)
  await expect.element(status).toHaveTextContent('2 unread, idle, connected')
  const sent = countCommands('notification_read')
  await sockets(false)
  await expect.element(status).toHaveTextContent('alone')
  // What TanStack Query thinks of the network is none of the outbox's business.
  onlineManager.setOnline(false)
  await readAll.click()
  await expect.element(status).toHaveTextContent('0 unread, pending, alone')
  await sockets(true)
  await expect.element(status).toHaveTextContent('0 unread, success, notifications:me, connected')
  expect(sent()).toBe(1)
})

test('a refusal is a CommandError, and is not asked again, whatever the application’s mutations do', async () => {
  const client = new QueryClient({ defaultOptions: { mutations: { retry: 3, retryDelay: 1 } } })
  const errors: unknown[] = []
  const sent = countCommands('pitch_view')
  mount(<Refused onError={(error) => errors.push(error)} />, client)
  await page.getByRole('button', { name: 'View' }).click()
  await expect.poll(() => errors).toEqual([expect.any(CommandError)])
  expect(errors).toMatchObject([{ code: 'not_found', message: 'There is no pitch 404' }])
  expect(sent()).toBe(1)
  await page.getByRole('button', { name: 'Shout' }).click()
  await expect.poll(() => errors.slice(1)).toMatchObject([{ message: 'No stream has a command "shout"' }])
})
