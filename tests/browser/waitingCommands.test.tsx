import { createPitchey, type Configuration, type Fault } from 'pitchey-live'
import { afterEach, expect, test, vi } from 'vitest'
import { configuration, expectComplaint, rest, signIn, sockets } from '../support/stage.js'

let leave = () => {}
afterEach(() => leave())

/** A page whose commands outlive it; who said what, and whether the server took it. */
function load(more: Configuration = {}) {
  const faults: Fault[] = []
  const live = createPitchey({ ...configuration, remember: {}, onError: (fault) => faults.push(fault), ...more })
  const release = live.acquire()
  leave = () => {
    release()
    live.dispose()
    leave = () => {}
  }
  const say = (pitchId: number) => {
    const outcome = { is: 'waiting' }
    live.send('pitch_view', { pitchId }).acked.then(
      () => (outcome.is = 'acked'),
      (error: { code: string }) => (outcome.is = error.code),
    )
    return outcome
  }
  return {
    live,
    faults,
    say,
    state: () => live.getStatus().connection.state,
    queued: () => live.getStatus().queue.queued,
  }
}

/** Whose token was in the address of the socket that said it, and about which pitch. */
function listen(): () => string[] {
  const send = vi.spyOn(WebSocket.prototype, 'send')
  return () =>
    send.mock.calls.flatMap(([frame], n) => {
      const { type, data } = JSON.parse(frame as string) as { type: string; data: { pitchId: number } }
      if (type !== 'pitch_view') return []
      const { url } = send.mock.contexts[n] as WebSocket
      const [, claims = ''] = (new URL(url).searchParams.get('token') ?? '').split('.')
      const { sub } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { sub: string }
      return [`${sub} viewed ${data.pitchId}`]
    })
}

/** REST and sockets, both away or both there. */
async function network(works: boolean) {
  await sockets(works)
  rest(works ? 'answer' : 'refuse')
}

test('what one user has left waiting is sent for nobody else, and goes when that user is back', async () => {
  const sent = listen()
  await signIn('ana')
  const page = load()
  await expect.poll(page.state).toBe('connected')
  await network(false)
  await expect.poll(page.state).not.toBe('connected')
  const left = page.say(4)
  await expect.poll(page.queued).toBe(1)
  await signIn('ben')
  await expect.poll(() => left.is).toBe('cancelled')
  await network(true)
  page.live.connect()
  await expect.poll(page.state).toBe('connected')
  const own = page.say(1)
  await expect.poll(() => own.is).toBe('acked')
  expect(page.queued()).toBe(0)
  expect(sent()).toEqual(['2 viewed 1'])
  await signIn('ana')
  await expect.poll(sent).toEqual(['2 viewed 1', '1 viewed 4'])
  await expect.poll(page.queued).toBe(0)
})

test('where the browser keeps nothing, commands wait in the page, and that is said once', async () => {
  const sent = listen()
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
    throw new DOMException('Not here', 'SecurityError')
  })
  await signIn('ben')
  const page = load()
  await expect.poll(page.state).toBe('connected')
  await network(false)
  await expect.poll(page.state).not.toBe('connected')
  const outcomes = [page.say(1), page.say(2)]
  await expect.poll(page.queued).toBe(2)
  await network(true)
  page.live.connect()
  await expect.poll(() => outcomes.map(({ is }) => is)).toEqual(['acked', 'acked'])
  expect(sent()).toEqual(['2 viewed 1', '2 viewed 2'])
  expect(page.faults.map(({ code }) => code)).toEqual(['commands_unkept'])
  await expectComplaint(/commands_unkept/)
})
