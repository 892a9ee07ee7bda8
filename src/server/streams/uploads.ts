import { uploads as stream } from '../../protocol/streams/uploads.js'
import { serve, type ServerStream, type StreamContext } from './serverStream.js'

/** What `src/server/uploads` knows of a user's files. */
export const uploads = ({ uploadBoard }: StreamContext): ServerStream =>
  serve(stream, {
    // A domain row or a topic is always named by number; `me` ends at the door.
    state: (owner) => ({ uploads: uploadBoard.of(Number(owner)) }),
  })
