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

  readonly analytics: string
  readonly lastHours: (hours: Quantity) => string
  readonly viewsTotal: string
  readonly uniqueViewers: string
  readonly analyticsNotLoaded: string
  readonly analyticsWhat: string
  readonly noneInThisTime: string
  readonly now: string
  /** The highest bar of a chart. */
  readonly most: (views: Quantity) => string
  /** What a chart shows, for those who cannot see it. @param range e.g. "Last 24 hours" */
  readonly chartNone: (range: string) => string
  readonly chartSummary: (total: string, range: string, most: Quantity, from: string) => string
  readonly showTable: string
  readonly byTheHour: string
  readonly hourFrom: string
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

  analytics: 'View analytics',
  lastHours: (hours) => count(hours, { one: 'Last # hour', other: 'Last # hours' }),
  viewsTotal: 'Views',
  uniqueViewers: 'Unique viewers',
  analyticsNotLoaded: 'The views could not be loaded.',
  analyticsWhat: 'view analytics',
  noneInThisTime: 'No views in this time',
  now: 'now',
  most: (views) => `at most ${views.text} an hour`,
  chartNone: (range) => `${range}: no views`,
  chartSummary: (total, range, most, from) => `${range}: ${total}; the most in the hour from ${from}: ${most.text}`,
  showTable: 'Show as a table',
  byTheHour: 'Views by the hour',
  hourFrom: 'Hour from',
}
