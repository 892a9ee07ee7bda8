import { createConsoleLog, type ConsoleLog, type ConsoleLogOptions } from './consoleLog.js'
import { showDebugHandle } from './debugHandle.js'
import type { LiveEvent, LiveStatus, PassedMessage } from '../live/index.js'
import { redactData } from '../live/reports/redact.js'
import type { Envelope } from '../protocol/envelope.js'

/** What a developer sees of an engine: the console log, and `window.pitcheyWS`. */
export interface Development extends ConsoleLog {
  /** The engine is there. Returns what to do when it goes. */
  readonly show: (live: { readonly getStatus: () => LiveStatus }) => () => void
}

interface DevelopmentOptions {
  readonly log: ConsoleLogOptions['configured']
  /** The token in use: whatever it looks like, it is shown nowhere. */
  readonly token: () => string
}

function createDevelopment({ log: configured, token }: DevelopmentOptions): Development {
  const redacted = (data: unknown) => redactData(data, token())
  const log = createConsoleLog({ configured, redacted })
  let lastMessage: Envelope | null = null
  return {
    ...log,
    onEvent: (event: LiveEvent) => {
      // It was for somebody else.
      if (event.type === 'user') lastMessage = null
      log.onEvent(event)
    },
    onMessage: (passed: PassedMessage) => {
      if (passed.way === 'in') lastMessage = passed.message
      log.onMessage(passed)
    },
    show: ({ getStatus }) => showDebugHandle({ getStatus, redacted, lastMessage: () => lastMessage }),
  }
}

/** What the host's bundler puts in place of `process.env.NODE_ENV`, as it must for React and TanStack Query, too. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/**
 * `null` in a production build, and outside of pages. Bundlers look for these very words, and once they have put
 * `'production'` there, nothing refers to the tools any more and they are left out. A page without a bundler has no
 * `process`, and throws: whoever serves it to people would not want them either.
 */
export function developmentTools(): typeof createDevelopment | null {
  if (typeof window === 'undefined') return null
  try {
    return process.env.NODE_ENV === 'production' ? null : createDevelopment
  } catch {
    return null
  }
}
