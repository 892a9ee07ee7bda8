import type { Hono } from 'hono'
import type { Authorize } from '../authorize.js'
import type { Clock } from '../clock.js'
import type { Commands } from '../commands.js'
import type { Database } from '../database/database.js'
import type { Hub } from '../hub.js'
import type { Limits } from '../limiter.js'
import type { Log } from '../logger.js'
import type { Publish } from '../log/publish.js'
import type { Metrics } from '../metrics.js'
import type { StreamTable } from '../streams/serverStream.js'
import type { Tickets } from '../tickets.js'
import type { Session, VerifyToken } from '../token.js'
import type { Uploads } from '../uploads/uploads.js'

/** What routes may use. */
export interface HttpParts {
  readonly allowedOrigins: () => readonly string[]
  readonly authorize: Authorize
  readonly clock: Clock
  readonly commands: Commands
  readonly database: Database
  readonly degraded: () => readonly string[]
  readonly isDraining: () => boolean
  readonly epoch: string
  readonly hub: Hub
  readonly limits: Limits
  readonly log: Log
  readonly metrics: Metrics
  readonly publish: Publish
  readonly table: StreamTable
  readonly tickets: Tickets
  readonly uploads: Uploads
  readonly verifyToken: VerifyToken
  /** `null`: not a demo, and none of its routes exist. */
  readonly demo: DemoParts | null
}

export interface DemoParts {
  readonly loginRoutes: Hono
  /** Where the built demo lies; `null` when it was not built. */
  readonly pagesRoot: string | null
  readonly setSockets: (on: boolean) => void
  readonly rewind: () => Promise<void>
}

export interface HttpEnv {
  Variables: { session: Session }
}
