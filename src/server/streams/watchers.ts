import { watchers as stream } from '../../protocol/streams/watchers.js'
import { topicOf } from '../../protocol/topic.js'
import { createPace } from '../pace.js'
import { findPitch } from './pitch.js'
import { serve, type ServerStream, type StreamContext } from './serverStream.js'

/** How long a watcher is still counted whose last socket broke: most come back at once. */
const GRACE_MS = 10_000
const PUBLISH_GAP_MS = 250

interface Watcher {
  readonly sockets: Set<string>
  cancelGrace: (() => void) | null
}

interface Room {
  readonly watchers: Map<number, Watcher>
  published: number
}

/** Who is looking at a pitch right now: kept in memory, counted per user. */
export function watchers({ clock, broadcast }: Pick<StreamContext, 'clock' | 'broadcast'>): ServerStream {
  const rooms = new Map<number, Room>()
  const watchedBy = new Map<string, { readonly userId: number; readonly pitches: Set<number> }>()

  /** At once, then after a gap the last value: 4 events a second at most. */
  const pace = createPace({ clock, gapMs: PUBLISH_GAP_MS, edge: 'leading', say: publish })

  function publish(pitchId: number): boolean {
    const room = rooms.get(pitchId)
    if (!room) return false
    const count = room.watchers.size
    if (count === 0) rooms.delete(pitchId)
    if (count === room.published) return false
    room.published = count
    broadcast(topicOf(stream, pitchId), 'watchers', { pitchId, count })
    return true
  }

  function roomOf(pitchId: number): Room {
    const known = rooms.get(pitchId)
    if (known) return known
    const room: Room = { watchers: new Map(), published: 0 }
    rooms.set(pitchId, room)
    return room
  }

  function enter(pitchId: number, userId: number, socket: string): void {
    const room = roomOf(pitchId)
    const watcher = room.watchers.get(userId) ?? { sockets: new Set(), cancelGrace: null }
    watcher.cancelGrace?.()
    watcher.cancelGrace = null
    watcher.sockets.add(socket)
    room.watchers.set(userId, watcher)
    pace.touch(pitchId)
  }

  function leave(pitchId: number, userId: number, socket: string, graceMs: number): void {
    const room = rooms.get(pitchId)
    const watcher = room?.watchers.get(userId)
    if (!room || !watcher?.sockets.delete(socket) || watcher.sockets.size > 0) return
    const gone = (): void => {
      room.watchers.delete(userId)
      pace.touch(pitchId)
    }
    if (graceMs === 0) gone()
    else watcher.cancelGrace = clock.after(graceMs, gone)
  }

  return serve(stream, {
    exists: async (tx, pitchId) => (await findPitch(tx, pitchId)) !== null,
    desired: {
      watch({ userId }, { pitchId, on }, { connectionId }) {
        const watched = watchedBy.get(connectionId) ?? { userId, pitches: new Set() }
        watchedBy.set(connectionId, watched)
        if (on) {
          watched.pitches.add(pitchId)
          enter(pitchId, userId, connectionId)
        } else {
          watched.pitches.delete(pitchId)
          leave(pitchId, userId, connectionId, 0)
        }
      },
    },
    state: (pitchId) => ({ pitchId, count: rooms.get(pitchId)?.watchers.size ?? 0 }),
    connectionEnded(connectionId) {
      const watched = watchedBy.get(connectionId)
      if (!watched) return
      watchedBy.delete(connectionId)
      for (const pitchId of watched.pitches) leave(pitchId, watched.userId, connectionId, GRACE_MS)
    },
    stop() {
      pace.stop()
      for (const room of rooms.values()) for (const watcher of room.watchers.values()) watcher.cancelGrace?.()
    },
  })
}
