/** All of them, in the order in which they are shown. */
export const METRICS = ['pitchViews', 'totalRevenue', 'activeInvestors', 'newMessages'] as const
export type MetricName = (typeof METRICS)[number]
