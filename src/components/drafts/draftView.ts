import type { DraftSync } from '../../hooks/useDraftSync.js'

/** As much of a draft as is shown of it, whatever it holds. */
export type DraftView = Omit<DraftSync<object>, 'updateContent'>
