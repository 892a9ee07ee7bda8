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
}
