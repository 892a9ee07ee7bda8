import type { PartialLabels } from 'pitchey-live'

/**
 * The same words, where the regions that components make of themselves are named apart: "Live metrics: Offline". Several
 * regions of one name are no help to those who go from one to the next.
 */
export const namesFor = (labels: PartialLabels, card: string): PartialLabels => ({
  ...labels,
  drafts: { ...labels.drafts, conflict: `${labels.drafts?.conflict ?? 'Conflicting changes'}: ${card}` },
  metrics: { ...labels.metrics, metrics: `${labels.metrics?.metrics ?? 'Live metrics'}: ${card}` },
  uploads: { ...labels.uploads, uploads: `${labels.uploads?.uploads ?? 'Uploads'}: ${card}` },
  presence: {
    ...labels.presence,
    onlineUsers: (users) => `${labels.presence?.onlineUsers?.(users) ?? `Online users (${users.text})`}: ${card}`,
  },
  views: {
    ...labels.views,
    analytics: `${labels.views?.analytics ?? 'View analytics'}: ${card}`,
    recentViewers: `${labels.views?.recentViewers ?? 'Recent viewers'}: ${card}`,
  },
})
