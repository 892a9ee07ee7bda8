/** The table: every component of the gallery, one line each, in the order in which they are shown. */
export { notificationDropdown } from './notificationDropdown.js'
export { liveMetrics } from './liveMetrics.js'
export { liveViewCounter } from './liveViewCounter.js'
export { viewAnalytics } from './viewAnalytics.js'
