import { watchers as stream } from '../../protocol/streams/watchers.js'
import { topicOf } from '../../protocol/topic.js'
import { createRooms } from '../rooms.js'
import { findPitch } from './pitch.js'
import { serve, type ServerStream, type StreamContext } from './serverStream.js'

/** Who is looking at a pitch right now: counted per user. */
export function watchers({ clock, broadcast }: Pick<StreamContext, 'clock' | 'broadcast'>): ServerStream {
  const rooms = createRooms<number>(clock, (pitchId, { length }) =>
    broadcast(topicOf(stream, pitchId), 'watchers', { pitchId, count: length }),
  )
  return serve(stream, {
    exists: async (tx, pitchId) => (await findPitch(tx, pitchId)) !== null,
    desired: {
      watch: (user, { pitchId, on }, { connectionId }) => rooms[on ? 'enter' : 'leave'](pitchId, user, connectionId),
    },
    state: (pitchId) => ({ pitchId, count: rooms.people(pitchId).length }),
    connectionEnded: rooms.ended,
    stop: rooms.stop,
  })
}
