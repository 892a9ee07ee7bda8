import type { Backend } from './backend.js'
import type { Clock } from './clock.js'
import type { WebSocketClass } from './connection/transport.js'
import type { Environment } from './environment.js'
import type { Tabs } from './outbox/tabs.js'
import type { Remember } from './records/records.js'
import type { Store } from './records/store.js'
import type { Report } from './reports/report.js'
import type { LiveEvent } from './status/liveEvent.js'
import type { Envelope } from '../protocol/envelope.js'
import type { AnyStream } from '../protocol/stream.js'

export interface LiveOptions<S extends AnyStream> {
  readonly streams: readonly S[]
  readonly backend: Backend
  /** `notifyManager.batch` of the TanStack Query that the host uses: one notification per frame instead of one per query. */
  readonly batch?: (run: () => void) => void
  /** Faults that no caller is waiting to be told: each once, and again, with a count, once a minute at most. */
  readonly onError?: Report
  /** What happens that is no fault. */
  readonly onEvent?: (event: LiveEvent) => void
  /** Every message but the connection's own (`welcome`, `ping`, `auth` …), for a log. May hold whatever users write. */
  readonly onMessage?: (passed: PassedMessage) => void
  /** What live queries hold is kept for the next visit. By default nothing is. */
  readonly remember?: Remember
  /**
   * Where commands that wait outlive the page: a store that nothing else writes to. By default they are lost with it.
   * `tabs`: how the user's tabs take turns; by default by what the browser offers.
   */
  readonly outbox?: { readonly store: Store; readonly tabs?: Tabs }
  readonly clock?: Clock
  readonly random?: () => number
  readonly newId?: () => string
  readonly environment?: Environment
  readonly WebSocket?: WebSocketClass
}

/** A message on its way. */
export interface PassedMessage {
  readonly way: 'in' | 'out'
  readonly message: Envelope
}
