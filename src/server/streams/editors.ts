import type { User } from '../../protocol/stream.js'
import { wholeName } from '../../protocol/streams/draft.js'
import { editors as stream } from '../../protocol/streams/editors.js'
import { topicOf } from '../../protocol/topic.js'
import { createRooms } from '../rooms.js'
import { mayEdit } from './draft.js'
import { serve, type ServerStream, type StreamContext } from './serverStream.js'

/** Who has a draft open. Those may know it, and say it, who may edit the draft. */
export function editors({ clock, broadcast }: Pick<StreamContext, 'clock' | 'broadcast'>): ServerStream {
  const rooms = createRooms<string>(clock, (name, people) =>
    broadcast(topicOf(stream, name), 'editors', { editors: people.map(editorOf) }),
  )
  return serve(stream, {
    admits: mayEdit,
    desired: {
      edit_draft: (user, { draftId, on }, { connectionId }) =>
        rooms[on ? 'enter' : 'leave'](wholeName(user, draftId), user, connectionId),
    },
    state: (name) => ({ editors: rooms.people(name).map(editorOf) }),
    connectionEnded: rooms.ended,
    readersChanged: rooms.expel,
    stop: rooms.stop,
  })
}

const editorOf = ({ userId, username }: User) => ({ userId, username })
