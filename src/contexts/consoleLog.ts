import { inWords, type LiveEvent } from '../live/status/liveEvent.js'
import type { Fault, PassedMessage } from '../live/index.js'

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof LEVELS)[number]

/** Where a developer says how much the console tells, without a change to the code: `localStorage.pitcheyLog = 'debug'`. */
const KEY = 'pitcheyLog'

/** What the engine does, in the console of whoever develops with it. */
export interface ConsoleLog {
  readonly onFault: (fault: Fault) => void
  readonly onEvent: (event: LiveEvent) => void
  readonly onMessage: (passed: PassedMessage) => void
}

export interface ConsoleLogOptions {
  readonly configured: () => LogLevel | undefined
  /** A copy without what nobody may read. */
  readonly redacted: (data: unknown) => unknown
}

export function createConsoleLog({ configured, redacted }: ConsoleLogOptions): ConsoleLog {
  const shows = (level: LogLevel) => LEVELS.indexOf(level) <= LEVELS.indexOf(chosenLevel() ?? configured() ?? 'warn')
  const say = (level: Exclude<LogLevel, 'silent'>, ...words: readonly unknown[]) => {
    // `console.trace` would add a stack to each.
    if (shows(level)) console[level === 'trace' ? 'debug' : level]('pitchey-live:', ...words.map(redacted))
  }
  return {
    onFault: (fault) => say('warn', faultInWords(fault)),
    onEvent: (event) => say(levelOf(event), inWords(event)),
    onMessage: ({ way, message: { type, topic = '', offset, data } }) => {
      if (!shows('debug')) return
      const words = `${way === 'in' ? '←' : '→'} ${type} ${topic}${offset === undefined ? '' : ` #${offset}`}`.trimEnd()
      if (shows('trace')) say('trace', words, data)
      else say('debug', words)
    },
  }
}

export function faultInWords({ code, topic, message, count }: Fault): string {
  const about = topic === undefined || message.includes(topic) ? '' : ` (${topic})`
  return `${code}: ${message}${about}${count === undefined ? '' : `, ${count} times since it was last said`}`
}

function levelOf(event: LiveEvent): 'error' | 'info' | 'debug' {
  switch (event.type) {
    case 'connection':
      if (event.connection.state === 'halted') return 'error'
      return event.connection.state === event.before ? 'debug' : 'info'
    case 'recovery':
      return event.recovered ? 'debug' : 'info'
    case 'command':
      return event.state === 'queued' || event.state === 'acked' ? 'debug' : 'info'
    case 'polling':
    case 'user':
      return 'info'
    default:
      return event satisfies never
  }
}

function chosenLevel(): LogLevel | undefined {
  try {
    const chosen = localStorage.getItem(KEY)
    return LEVELS.find((level) => level === chosen)
  } catch {
    return undefined // storage may be forbidden
  }
}
