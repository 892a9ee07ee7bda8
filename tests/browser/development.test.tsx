import { configure, createPitchey, NotificationDropdown, useWebSocket } from 'pitchey-live'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { configuration, mount, notify, signIn, sockets } from '../support/stage.js'

/** A page with the bell on it, as Ana's, connected. */
function Bell() {
  const { connectionStatus, sendMessage } = useWebSocket()
  return (
    <>
      <output>{connectionStatus.state}</output>
      <button type="button" onClick={() => sendMessage({ type: 'notification_clear', data: {} })}>
        Clear
      </button>
      <NotificationDropdown />
    </>
  )
}
async function openPage() {
  mount(<Bell />)
  await expect.poll(() => document.querySelector('output')?.textContent).toBe('connected')
}

const tokenOf = async () => {
  const session = await configuration.getSession?.({ reason: 'first', signal: new AbortController().signal })
  return session?.token ?? 'no token'
}

const lines: string[] = []
/** What the console was told so far, that begins with that. */
const said = (beginning = '') => lines.filter((line) => line.startsWith(`pitchey-live: ${beginning}`))

beforeEach(async () => {
  lines.length = 0
  for (const level of ['info', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      const texts = words.map((word) => (typeof word === 'string' ? word : JSON.stringify(word)))
      lines.push(texts.join(' '))
    })
  }
  await signIn('ana')
})
afterEach(() => {
  localStorage.removeItem('pitcheyLog')
  configure({ log: 'warn' })
})

describe('window.pitcheyWS', () => {
  test('tells how the connection stands, what waits, and what the server said last', async () => {
    await openPage()
    await notify({ title: 'Look here' })
    await expect
      .poll(() => window.pitcheyWS)
      .toMatchObject({
        status: 'connected',
        queueSize: 0,
        lastMessage: {
          type: 'notification',
          topic: 'notifications:me',
          data: { notification: { title: 'Look here' } },
        },
      })
    await sockets(false)
    await expect.poll(() => window.pitcheyWS?.status).toBe('reconnecting')
    for (let n = 0; n < 2; n += 1) document.querySelector<HTMLButtonElement>('output + button')?.click()
    expect(window.pitcheyWS?.queueSize).toBe(2)
    await sockets(true)
    await expect.poll(() => window.pitcheyWS).toMatchObject({ status: 'connected', queueSize: 0 })
  })

  test('holds no token, and nothing of a former user’s', async () => {
    const token = await tokenOf()
    await openPage()
    await notify({ title: 'For you', message: `Your session is ${token}, or try https://a.example/?token=s3cr3t` })
    await expect.poll(() => JSON.stringify(window.pitcheyWS)).toContain('For you')
    expect(JSON.stringify(window.pitcheyWS)).toContain('Your session is [hidden]')
    expect(JSON.stringify(window.pitcheyWS)).not.toContain(token)
    expect(JSON.stringify(window.pitcheyWS)).not.toContain('s3cr3t')
    await signIn(null)
    await expect.poll(() => window.pitcheyWS).toEqual({ status: 'offline', queueSize: 0, lastMessage: null })
  })

  test('goes with its engine, and gives way to a page’s own', async () => {
    await openPage()
    const ofPage = Object.getOwnPropertyDescriptor(window, 'pitcheyWS')
    const live = createPitchey(configuration)
    expect(window.pitcheyWS).toEqual({ status: 'offline', queueSize: 0, lastMessage: null })
    live.dispose()
    expect(window.pitcheyWS?.status).toBe('connected')
    const own = { status: 'connected', queueSize: 0, lastMessage: 'mine' } as const
    window.pitcheyWS = own
    expect(window.pitcheyWS).toBe(own)
    Object.defineProperty(window, 'pitcheyWS', ofPage ?? {})
  })
})

describe('the console', () => {
  test('is quiet while nothing is wrong, and tells what a developer asks for', async () => {
    await openPage()
    await notify()
    await expect.poll(() => JSON.stringify(window.pitcheyWS?.lastMessage ?? null)).toContain('A test')
    expect(said()).toEqual([])

    localStorage.setItem('pitcheyLog', 'info')
    await sockets(false)
    await expect.poll(() => said('connection reconnecting')).not.toEqual([])
    expect(said('→')).toEqual([])
    localStorage.setItem('pitcheyLog', 'debug')
    await sockets(true)
    await expect.poll(() => said('connection connected')).not.toEqual([])
    await expect.poll(() => said('← subscribed')).toEqual(['pitchey-live: ← subscribed'])
    expect(said('→ subscribe')).toEqual(['pitchey-live: → subscribe'])
    await notify({ title: 'Not to be logged yet' })
    await expect.poll(() => said('← notification notifications:me #')).toHaveLength(1)
    expect(said().join()).not.toContain('Not to be logged yet')
  })

  test('shows data at trace only, and never a token', async () => {
    const token = await tokenOf()
    configure({ log: 'trace' })
    await openPage()
    await notify({ title: 'To be logged', message: `Your session is ${token}` })
    await expect.poll(() => said('← notification notifications:me').join()).toContain('To be logged')
    expect(said().join()).toContain('Your session is [hidden]')
    expect(said().join()).not.toContain(token)
    localStorage.setItem('pitcheyLog', 'silent')
    const before = said().length
    await notify({ title: 'Silence' })
    await expect.poll(() => JSON.stringify(window.pitcheyWS?.lastMessage ?? null)).toContain('Silence')
    expect(said()).toHaveLength(before)
  })
})
