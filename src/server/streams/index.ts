/** The table: the server's side of every stream, one line each. */
import { dashboard } from './dashboard.js'
import { notifications } from './notifications.js'
import { pitch } from './pitch.js'
import type { ServerStream, StreamContext } from './serverStream.js'
import { watchers } from './watchers.js'

export const serverStreams = (context: StreamContext): readonly ServerStream[] => [
  dashboard,
  notifications,
  pitch,
  watchers(context),
]
