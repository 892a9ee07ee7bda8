import { cpuOf, turn } from './rounds.js'

/** Events a frame, of all topics together. */
const PER_FRAME = 2_000

/** `together`: a frame's messages in one task. `apart`: each in a task of its own, as from a socket with little to say. */
export type Arrival = 'together' | 'apart'

export interface Frames {
  readonly frames: readonly string[]
  readonly arrival: Arrival
}

/** CPU microseconds for all frames; `paint` is called once a frame. */
export const deliver = (
  { frames, arrival }: Frames,
  take: (frame: string) => void,
  paint: () => void,
): Promise<number> =>
  cpuOf(async () => {
    for (let i = 0; i < frames.length; i += PER_FRAME) {
      for (const frame of frames.slice(i, i + PER_FRAME)) {
        take(frame)
        if (arrival === 'apart') await new Promise((resolve) => setImmediate(resolve))
      }
      paint()
      await turn()
    }
  })
