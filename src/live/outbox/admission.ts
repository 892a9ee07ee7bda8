import { CommandError, type CommandRecord } from './command.js'
import { MAX_FRAME_BYTES } from '../../protocol/limits.js'

type Message = Pick<CommandRecord, 'type' | 'data' | 'id'>

/** The frame of a message, or `null` when the server has no word for it. */
export type FrameOf = (message: Message) => string | null

/** How much there is to send of a command, or why the server would never take it. */
export function admit({ type, data, id }: Message, frameOf: FrameOf): number | CommandError {
  const frame = frameOf({ type, data, id })
  if (frame === null) return new CommandError('unsupported', `This server has no word for ${type}`)
  const bytes = weigh(frame)
  // The server would close the socket over it, each time it is sent.
  return bytes > MAX_FRAME_BYTES ? new CommandError('payload_too_large', `${type} has ${bytes} bytes`) : bytes
}

/** How much there is to send of a command that was taken once. */
export const bytesOf = ({ type, data, id }: Message, frameOf: FrameOf): number =>
  weigh(frameOf({ type, data, id }) ?? '')

const weigh = (text: string): number => new TextEncoder().encode(text).length
