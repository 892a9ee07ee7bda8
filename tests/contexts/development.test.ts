import { createPitchey, type Fault, type LiveEvent } from 'pitchey-live'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { developmentTools } from '../../src/contexts/development.js'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** As in a page, which is all that is looked for. */
const inPage = () => vi.stubGlobal('window', new EventTarget())

describe('a developer’s tools', () => {
  it.each(['development', 'test', undefined])('are there while NODE_ENV is %s', (mode) => {
    inPage()
    vi.stubEnv('NODE_ENV', mode)
    expect(developmentTools()).not.toBeNull()
  })

  it('are not there in production', () => {
    inPage()
    vi.stubEnv('NODE_ENV', 'production')
    expect(developmentTools()).toBeNull()
  })

  it('are not there where pages are rendered on a server', () => {
    expect(developmentTools()).toBeNull()
  })

  it('are not there, and nothing breaks, where nobody knows of a process', () => {
    inPage()
    vi.stubGlobal('process', undefined)
    const tools = developmentTools()
    vi.unstubAllGlobals()
    expect(tools).toBeNull()
  })
})

describe('without them, the console', () => {
  const complain = async (more: Parameters<typeof createPitchey>[0]) => {
    const said = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const live = createPitchey({
      apiUrl: 'https://api.example.test',
      getSession: () => Promise.reject(new Error('No sessions today: token=s3cr3t')),
      ...more,
    })
    const release = live.acquire()
    await expect.poll(() => live.getStatus().connection.attempt).toBe(1)
    release()
    live.dispose()
    return said.mock.calls.map((words) => words.join(' '))
  }

  it('is told of a fault', async () => {
    expect(await complain({})).toEqual(['pitchey-live: session_failed: No sessions today: token=[hidden]'])
  })

  it('is not, where somebody else is told', async () => {
    const onError = vi.fn<(fault: Fault) => void>()
    const onEvent = vi.fn<(event: LiveEvent) => void>()
    expect(await complain({ onError, onEvent })).toEqual([])
    expect(onError).toHaveBeenCalledExactlyOnceWith({
      code: 'session_failed',
      message: 'No sessions today: token=[hidden]',
    })
    expect(onEvent.mock.calls.map(([event]) => event.type)).toContain('connection')
  })

  it.each(['silent', 'error'] as const)('is not told of faults at %s', async (log) => {
    expect(await complain({ log })).toEqual([])
  })
})
