import { useMemo, type RefObject } from 'react'
import { pageCopies } from './draftEditors.js'
import type { DraftSyncOptions } from './useDraftSync.js'
import type { Content } from '../live/drafts/content.js'
import type { Settings } from '../live/drafts/editor.js'
import { byField, byWord } from '../live/drafts/rule.js'

const LEAST_INTERVAL_MS = 500

/** The same object until an option changes. */
export function useDraftSettings<C extends object>(
  options: DraftSyncOptions<C>,
  latest: RefObject<DraftSyncOptions<C>>,
): Settings {
  const { autoSaveInterval = 5_000, maxReconnectAttempts = 10 } = options
  const { conflictResolution = 'ask', enableLocalStorage = true } = options
  return useMemo(
    () => ({
      intervalMs: Math.max(LEAST_INTERVAL_MS, autoSaveInterval),
      maxFailures: maxReconnectAttempts,
      words: byWord,
      sides: conflictResolution === 'ask' ? byField : byWord,
      wins: conflictResolution === 'local' ? 'mine' : conflictResolution === 'remote' ? 'theirs' : null,
      copies: enableLocalStorage ? pageCopies() : null,
      isValid: (content: Content) => {
        const { validateContent } = latest.current
        // What a draft holds is its host's to say.
        return !validateContent || Boolean(validateContent(content as C))
      },
    }),
    [autoSaveInterval, maxReconnectAttempts, conflictResolution, enableLocalStorage, latest],
  )
}
