import { livePages, liveQuery } from '../live/index.js'
import { parse } from '../protocol/schema.js'
import * as streams from '../protocol/streams/index.js'

/** Options for `useQuery`, `useSuspenseQuery`, `prefetchQuery` …: ordinary queries that the stream keeps live. */

/** The newest 50 notifications and the count of unread ones. */
export const notifications = (userId: number | 'me' = 'me') => liveQuery(streams.notifications, userId)

/** For `useInfiniteQuery`: the same, with older ones behind them, 50 a page. */
export const notificationPages = (userId: number | 'me' = 'me') => livePages(streams.notifications, userId)

/** The four metrics of a dashboard. */
export const dashboardMetrics = (userId: number | 'me' = 'me') => liveQuery(streams.dashboard, userId)

/** How often, and by whom, a pitch was viewed. */
export const pitchViews = (pitchId: number) => liveQuery(streams.pitch, pitchId)

/** The user's uploads: those under way, and for an hour those that ended. */
export const uploads = (userId: number | 'me' = 'me') => liveQuery(streams.uploads, userId)

/**
 * A draft as it was last saved; revision 0 and `{}` before that.
 * @param ownerId of another's, which one was let into
 */
export const draft = (draftId: string, ownerId?: number) =>
  liveQuery(streams.draft, ownerId === undefined ? draftId : `${ownerId}.${draftId}`)

/** Who has a draft open right now, oneself included. */
export const editors = (draftId: string, ownerId?: number) =>
  liveQuery(streams.editors, ownerId === undefined ? draftId : `${ownerId}.${draftId}`)

/** How many people look at a pitch right now. */
export const watchers = (pitchId: number) => liveQuery(streams.watchers, pitchId)

/** Who is here, and who left lately. */
export const presence = () => liveQuery(streams.presence, 'all')

/** Who is writing in a conversation, by what the server says; `useTyping` also forgets those of whom it hears no more. */
export const typing = (conversationId: number | string) => liveQuery(streams.typing, conversationOf(conversationId))

/** `42` and `"42"` are one conversation, and one query. */
const conversationOf = (id: number | string): number | string => {
  const parsed = parse(streams.typing.param, id)
  return parsed.ok ? parsed.value : id
}

/** Asks again now. Named here, so that our types do not speak of packages that a host did not install itself. */
export type Refetch = () => Promise<unknown>
