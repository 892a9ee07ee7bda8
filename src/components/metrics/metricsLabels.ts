/** What `LiveMetrics` says. */
export interface MetricsLabels {
  /** The name of the whole. */
  readonly metrics: string
  readonly pitchViews: string
  readonly totalRevenue: string
  readonly activeInvestors: string
  readonly newMessages: string
  readonly noActivity: string
  /** e.g. "The metrics could not be loaded." */
  readonly notLoaded: string
  /** As a Retry button calls them. */
  readonly what: string

  /** How a metric has changed. @param amount e.g. "12%" @param since e.g. "14:02" */
  readonly up: (amount: string, since: string) => string
  readonly down: (amount: string, since: string) => string
  readonly same: (since: string) => string
  /** What a small chart shows, for those who cannot see it. */
  readonly spark: (lowest: string, highest: string, latest: string) => string

  /** On the button that holds the numbers still; the longer form is for those who hear it. */
  readonly pause: string
  readonly pauseUpdates: string
  readonly resume: string
  readonly resumeUpdates: string
  /** @param time e.g. "14:02" */
  readonly paused: (time: string) => string

  /** On the button that shows the numbers in a table. */
  readonly table: string
  readonly showTable: string
  /** What the table is called. */
  readonly metricsTable: string
  readonly metric: string
  readonly now: string
  readonly change: string
  readonly lowest: string
  readonly highest: string
}

export const metricsLabels: MetricsLabels = {
  metrics: 'Live metrics',
  pitchViews: 'Pitch views',
  totalRevenue: 'Total revenue',
  activeInvestors: 'Active investors',
  newMessages: 'New messages',
  noActivity: 'No activity yet',
  notLoaded: 'The metrics could not be loaded.',
  what: 'metrics',

  up: (amount, since) => `up ${amount} since ${since}`,
  down: (amount, since) => `down ${amount} since ${since}`,
  same: (since) => `no change since ${since}`,
  spark: (lowest, highest, latest) => `Lowest ${lowest}, highest ${highest}, latest ${latest}`,

  pause: 'Pause',
  pauseUpdates: 'Pause updates',
  resume: 'Resume',
  resumeUpdates: 'Resume updates',
  paused: (time) => `Paused, as of ${time}`,

  table: 'Table',
  showTable: 'Show as table',
  metricsTable: 'Metrics in a table',
  metric: 'Metric',
  now: 'Now',
  change: 'Change',
  lowest: 'Lowest',
  highest: 'Highest',
}
