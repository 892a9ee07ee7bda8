import { plural, type Quantity } from '../shell/plural.js'

/** What counters, badges, lists of viewers and analytics say. */
export interface ViewLabels {
  /** The word beside the number. */
  readonly views: (views: Quantity) => string
  /** e.g. "1,204 views" */
  readonly viewCount: (views: Quantity) => string
  readonly uniqueViewerCount: (viewers: Quantity) => string
  /** Beside the number, short. */
  readonly unique: (viewers: Quantity) => string
  readonly loadingViews: string
  /** @param reason a sentence */
  readonly viewsNotAvailable: (reason: string) => string
  /** @param freshness e.g. "Offline since 12:04" */
  readonly viewsNotKnown: (freshness: string) => string
  readonly notUpToDate: string
  readonly outOfDate: string
  /** @param time e.g. "12:04" */
  readonly asOf: (time: string) => string
  /** As a Retry button calls them. */
  readonly what: string

  readonly recentViewers: string
  readonly noViewers: string
  readonly viewersNotAvailable: string
  readonly viewersNotLoaded: string
  readonly viewersWhat: string
  /** Who, and when. @param when e.g. "May 1, 2026 at 2:02 PM" */
  readonly seen: (name: string, when: string) => string
  /** Those there was no room for, short and in full. */
  readonly more: (viewers: Quantity) => string
  readonly moreViewers: (viewers: Quantity) => string

  readonly watching: (watchers: Quantity) => string
  /** When last heard of. */
  readonly wereWatching: (watchers: Quantity) => string
  readonly nobodyWatching: string
  /** @param status e.g. "Live" @param watching e.g. "12 watching" */
  readonly badge: (status: string, watching: string) => string

  readonly analytics: string
  /** What the choice between the times is called. */
  readonly range: string
  /** A time to choose, short. */
  readonly rangeHours: (hours: Quantity) => string
  readonly rangeDays: (days: Quantity) => string
  readonly lastHours: (hours: Quantity) => string
  readonly lastDays: (days: Quantity) => string
  readonly viewsTotal: string
  readonly uniqueViewers: string
  readonly watchingNow: string
  readonly analyticsNotLoaded: string
  readonly analyticsWhat: string
  readonly noneInThisTime: string

  /** What a chart shows, for those who cannot see it. @param range e.g. "Last 24 hours" */
  readonly chartNone: (range: string) => string
  readonly chartSummary: (total: string, range: string, most: Quantity, from: string) => string
  /** What kind of thing it is, and how it is read. */
  readonly chart: string
  readonly chartKeys: string
  /** One hour of it. @param views e.g. "12 views" @param viewers e.g. "4 unique viewers" */
  readonly hour: (from: string, views: string, viewers: string) => string
  /** The hour that is not over yet. */
  readonly hourSoFar: (from: string, views: string, viewers: string) => string
  readonly hourNotKnown: (from: string) => string
  /** The highest bar of a chart. */
  readonly most: (views: Quantity, from: string) => string

  readonly showTable: string
  readonly byTheHour: string
  readonly hourFrom: string
  readonly download: string
}

const count = plural('en')

export const viewLabels: ViewLabels = {
  views: (views) => count({ ...views, text: '' }, { one: 'view', other: 'views' }),
  viewCount: (views) => count(views, { one: '# view', other: '# views' }),
  uniqueViewerCount: (viewers) => count(viewers, { one: '# unique viewer', other: '# unique viewers' }),
  unique: (viewers) => `${viewers.text} unique`,
  loadingViews: 'Loading views',
  viewsNotAvailable: (reason) => `Views not available. ${reason}`,
  viewsNotKnown: (freshness) => `Views not known. ${freshness}`,
  notUpToDate: 'not up to date',
  outOfDate: 'out of date',
  asOf: (time) => `as of ${time}`,
  what: 'views',

  recentViewers: 'Recent viewers',
  noViewers: 'No viewers yet',
  viewersNotAvailable: 'Viewers not available',
  viewersNotLoaded: 'The viewers could not be loaded.',
  viewersWhat: 'viewers',
  seen: (name, when) => `${name}, ${when}`,
  more: (viewers) => `+${viewers.text}`,
  moreViewers: (viewers) => `and ${viewers.text} more`,

  watching: (watchers) => `${watchers.text} watching`,
  wereWatching: (watchers) => count(watchers, { one: '# was watching', other: '# were watching' }),
  nobodyWatching: 'Nobody watching',
  badge: (status, watching) => `${status} · ${watching}`,

  analytics: 'View analytics',
  range: 'Time range',
  rangeHours: (hours) => `${hours.text} h`,
  rangeDays: (days) => count(days, { one: '# day', other: '# days' }),
  lastHours: (hours) => count(hours, { one: 'Last # hour', other: 'Last # hours' }),
  lastDays: (days) => count(days, { one: 'Last # day', other: 'Last # days' }),
  viewsTotal: 'Views',
  uniqueViewers: 'Unique viewers',
  watchingNow: 'Watching now',
  analyticsNotLoaded: 'The views could not be loaded.',
  analyticsWhat: 'view analytics',
  noneInThisTime: 'No views in this time',

  chartNone: (range) => `${range}: no views`,
  chartSummary: (total, range, most, from) => `${range}: ${total}; the most in the hour from ${from}: ${most.text}`,
  chart: 'chart',
  chartKeys: 'Use the arrow keys to go from hour to hour.',
  hour: (from, views, viewers) => `${from}: ${views}, ${viewers}`,
  hourSoFar: (from, views, viewers) => `${from}: ${views} so far, ${viewers}`,
  hourNotKnown: (from) => `${from}: not known`,
  most: (views, from) => `Most: ${views.text} at ${from}`,

  showTable: 'Show as a table',
  byTheHour: 'Views by the hour',
  hourFrom: 'Hour from',
  download: 'Download CSV',
}
