/** The table: the server's side of every stream, one line each for those that have a file of their own here. */
import type { AnyStream } from '../../protocol/stream.js'
import * as streams from '../../protocol/streams/index.js'
import { dashboard } from './dashboard.js'
import { draft } from './draft.js'
import { editors } from './editors.js'
import { notifications } from './notifications.js'
import { pitch } from './pitch.js'
import { presence } from './presence.js'
import { serve, type ServerStream, type StreamContext } from './serverStream.js'
import { uploads } from './uploads.js'
import { typing } from './typing.js'
import { watchers } from './watchers.js'

/** @param additional streams of others, which say themselves what their commands do */
export function serverStreams(context: StreamContext, additional: readonly AnyStream[] = []): readonly ServerStream[] {
  const served = [
    dashboard,
    draft,
    editors(context),
    notifications,
    pitch,
    presence(context),
    typing(context),
    uploads(context),
    watchers(context),
  ]
  return [...Object.values(streams), ...additional].map(
    (stream: AnyStream) => served.find((server) => server.stream === stream) ?? serve(stream, {}),
  )
}
