import { plural, type Quantity } from '../shell/plural.js'

/** What indicators, lists of people and the choice of a status say. */
export interface PresenceLabels {
  readonly online: string
  readonly away: string
  readonly dnd: string
  readonly offline: string
  /** This page has no connection, so nobody can tell. */
  readonly unknown: string
  /** @param age e.g. "5 minutes ago" */
  readonly activeAgo: (age: string) => string
  /** A dot with no text beside it. @param name whose; @param status e.g. "Online" */
  readonly statusOf: (name: string, status: string) => string

  readonly onlineUsers: (users: Quantity) => string
  readonly onlineUsersNotLoaded: string
  /** As a Retry button calls them. */
  readonly what: string
  readonly nobodyOnline: string
  /** Beside one's own name. */
  readonly you: string
  readonly showMore: (users: Quantity) => string
  readonly showFewer: string
  /** On the last circle of a pile, e.g. "+4". */
  readonly more: (users: Quantity) => string
  readonly showAll: (users: Quantity) => string
  readonly search: string
  readonly noneFound: string
  readonly joined: (name: string) => string
  readonly severalJoined: (users: Quantity) => string

  /** Name of the selector. */
  readonly yourStatus: string
  readonly onlineHint: string
  readonly awayHint: string
  readonly dndHint: string
  /** As a choice: to be shown as offline. */
  readonly invisible: string
  readonly invisibleHint: string
  /** Chosen while there is no connection. */
  readonly willApply: string
  readonly activity: string
  readonly activityHint: string
  readonly set: string
  readonly clear: string
  /** Characters left for the activity. */
  readonly left: (characters: Quantity) => string
  /** Announced when a choice was made. @param status e.g. "Away" */
  readonly statusSet: (status: string) => string
  /** Name of the choice when it ends by itself. */
  readonly clearAfter: string
  readonly dontClear: string
  /** At the end of this day. */
  readonly today: string
  /** What was chosen there. @param time e.g. "5:30 PM" */
  readonly until: (time: string) => string
  /** The same, announced. @param status e.g. "Away" */
  readonly statusSetUntil: (status: string, time: string) => string
}

const count = plural('en')

export const presenceLabels: PresenceLabels = {
  online: 'Online',
  away: 'Away',
  dnd: 'Do not disturb',
  offline: 'Offline',
  unknown: 'Status unknown',
  activeAgo: (age) => `Active ${age}`,
  statusOf: (name, status) => `${name}: ${status}`,

  onlineUsers: (users) => `Online users (${users.text})`,
  onlineUsersNotLoaded: 'It could not be found out who is online.',
  what: 'online users',
  nobodyOnline: 'No users online',
  you: 'You',
  showMore: (users) => count(users, { one: '# more user online', other: '# more users online' }),
  showFewer: 'Show fewer',
  more: (users) => `+${users.text}`,
  showAll: (users) => count(users, { one: 'Show # online user', other: 'Show all # online users' }),
  search: 'Search people',
  noneFound: 'Nobody of that name is online',
  joined: (name) => `${name} is online`,
  severalJoined: (users) => count(users, { one: '# person came online', other: '# people came online' }),

  yourStatus: 'Your status',
  onlineHint: 'Others see that you are here',
  awayHint: 'You may take a while to answer',
  dndHint: 'You are here, but busy',
  invisible: 'Invisible',
  invisibleHint: 'You are shown as offline',
  willApply: 'Will apply when connected',
  activity: 'What are you doing?',
  activityHint: 'Shown beside your status',
  set: 'Set',
  clear: 'Clear',
  left: (characters) => count(characters, { one: '# character left', other: '# characters left' }),
  statusSet: (status) => `Your status is now: ${status}`,
  clearAfter: 'Clear after',
  dontClear: 'Don’t clear',
  today: 'Today',
  until: (time) => `Until ${time}`,
  statusSetUntil: (status, time) => `Your status is now: ${status}, until ${time}`,
}
