import type { User } from '../../protocol/stream.js'
import { presence as stream, STATUSES } from '../../protocol/streams/presence.js'
import { topicOf } from '../../protocol/topic.js'
import { createPace } from '../pace.js'
import { personOf, sameShown, shownOf, type Attendance, type Choice, type Shown } from './attendance.js'
import { createDepartures } from './departures.js'
import { serve, type ServerStream, type StreamContext } from './serverStream.js'

/** How long somebody is still shown whose last socket ended: most come back at once. */
const GRACE_MS = 10_000
/** Nothing is said at once: whoever reloads a page while hidden would be seen for a moment. */
const PUBLISH_GAP_MS = 250

interface Visitor extends Attendance {
  /** What subscribers were told last. */
  told: Shown
  /** Somebody asked meanwhile, and saw what was not told yet: it must be told even if it was taken back. */
  seen: boolean
  /** Shown meanwhile: of somebody who has gone and may be back, or is back and had no time yet to say how. */
  held: Shown | null
  cancelGrace: (() => void) | null
  /** Forgets when the choice would end. */
  cancelEnd: () => void
}

/** Who is here: kept in memory, one for each user. */
export function presence({ clock, broadcast }: Pick<StreamContext, 'clock' | 'broadcast'>): ServerStream {
  const topic = topicOf(stream, 'all')
  const visitors = new Map<number, Visitor>()
  const visitorOf = new Map<string, Visitor>()
  const departures = createDepartures(clock)
  const pace = createPace({ clock, gapMs: PUBLISH_GAP_MS, edge: 'trailing', say: publish })

  function publish(userId: number): boolean {
    const visitor = visitors.get(userId)
    if (!visitor) return false
    const isGoing = visitor.cancelGrace !== null
    if (!isGoing) visitor.held = null
    const shown = visitor.held ?? shownOf(visitor)
    if (visitor.sockets.size === 0 && !isGoing) visitors.delete(userId)
    if (sameShown(visitor.told, shown) && !visitor.seen) return false
    const wasHere = visitor.told.status !== 'offline' || visitor.seen
    visitor.told = shown
    visitor.seen = false
    const isHere = shown.status !== 'offline'
    // Another name, or another activity, of somebody who is not to be seen.
    if (!wasHere && !isHere) return false
    const person = personOf(visitor, shown, clock.now())
    if (isHere) departures.remove(userId)
    else departures.add(person)
    broadcast(topic, 'presence_update', person)
    return true
  }

  function arrive(connectionId: string, { userId, username }: User): void {
    const offline: Shown = { username, status: 'offline', idle: false }
    const visitor: Visitor = visitors.get(userId) ?? {
      userId,
      username,
      sockets: new Map(),
      choice: null,
      endedAt: 0,
      told: offline,
      seen: false,
      held: departures.wasHidden(userId) ? offline : null,
      cancelGrace: null,
      cancelEnd: () => undefined,
    }
    visitor.cancelGrace?.()
    visitor.cancelGrace = null
    visitor.username = username
    visitor.sockets.set(connectionId, null)
    visitors.set(userId, visitor)
    visitorOf.set(connectionId, visitor)
    pace.touch(userId)
  }

  /** The last one said holds, until it ends or is over already: whoever closes a laptop need not open it for that. */
  function choose(visitor: Visitor, choice: Choice): void {
    visitor.cancelEnd()
    const leftMs = choice.until === undefined ? null : Date.parse(choice.until) - clock.now()
    visitor.choice = leftMs !== null && leftMs <= 0 ? null : choice
    visitor.held = null
    if (leftMs === null || leftMs <= 0) return
    visitor.cancelEnd = clock.after(leftMs, () => {
      visitor.choice = null
      pace.touch(visitor.userId)
    })
  }

  /** @param shown how they were with their last socket */
  function leave(visitor: Visitor, shown: Shown): void {
    visitor.held = shown
    departures.setHidden(visitor.userId, visitor.choice?.status === 'offline')
    visitor.cancelEnd()
    visitor.choice = null
    visitor.endedAt = clock.now()
    visitor.cancelGrace = clock.after(GRACE_MS - PUBLISH_GAP_MS, () => {
      visitor.cancelGrace = null
      pace.touch(visitor.userId)
    })
  }

  return serve(stream, {
    desired: {
      presence_update(_, { status, activity, until, idle, again }, { connectionId }) {
        const visitor = visitorOf.get(connectionId)
        if (!visitor) return
        if (status !== undefined && !(again && visitor.choice))
          choose(visitor, {
            status,
            ...(activity ? { activity } : {}),
            ...(until === undefined ? {} : { until }),
          })
        if (idle !== undefined)
          visitor.sockets.set(connectionId, idle ? (visitor.sockets.get(connectionId) ?? clock.now()) : null)
        pace.touch(visitor.userId)
      },
    },
    state() {
      const now = clock.now()
      const users = [...visitors.values()].map((visitor) => {
        const shown = visitor.held ?? shownOf(visitor)
        visitor.seen ||= !sameShown(shown, visitor.told)
        return personOf(visitor, shown, now)
      })
      const here = users.filter(({ status }) => status !== 'offline')
      const ids = new Set(here.map(({ userId }) => userId))
      return { users: here, left: departures.list().filter(({ userId }) => !ids.has(userId)) }
    },
    connectionStarted: arrive,
    connectionEnded(connectionId) {
      const visitor = visitorOf.get(connectionId)
      if (!visitor) return
      visitorOf.delete(connectionId)
      const shown = visitor.held ?? shownOf(visitor)
      visitor.sockets.delete(connectionId)
      if (visitor.sockets.size === 0) leave(visitor, shown)
      else pace.touch(visitor.userId)
    },
    measure({ presencePeople, presenceSockets }) {
      presencePeople.reset()
      for (const status of STATUSES) presencePeople.set({ status }, 0)
      const sockets = { true: 0, false: 0 }
      for (const visitor of visitors.values()) {
        presencePeople.inc({ status: (visitor.held ?? shownOf(visitor)).status })
        for (const idleSince of visitor.sockets.values()) sockets[idleSince === null ? 'false' : 'true'] += 1
      }
      for (const [idle, count] of Object.entries(sockets)) presenceSockets.set({ idle }, count)
    },
    stop() {
      pace.stop()
      for (const { cancelGrace, cancelEnd } of visitors.values()) {
        cancelGrace?.()
        cancelEnd()
      }
    },
  })
}
