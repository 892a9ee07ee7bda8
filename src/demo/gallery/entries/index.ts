import type { Entry } from '../entry.js'
import { liveMetrics } from './liveMetrics.js'
import { liveViewCounter } from './liveViewCounter.js'
import { notificationDropdown } from './notificationDropdown.js'
import { viewAnalytics } from './viewAnalytics.js'

/** The table: every component of the gallery, by the name of its file, in the order in which they are shown. */
export const entries: Readonly<Record<string, Entry>> = {
  notificationDropdown,
  liveMetrics,
  liveViewCounter,
  viewAnalytics,
}
