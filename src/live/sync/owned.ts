import type { Query } from '@tanstack/react-query'
import { isOfAnother } from './hydration.js'
import { isFinal } from './liveQuery.js'
import type { Replicas } from './replicas.js'
import type { Session } from '../backend.js'

/** Live queries belong to whoever is signed in: nothing of one user's is shown under another. */
export interface Owned {
  /** The server that rendered the page may have done so for whoever was here before. */
  readonly check: (query: Query) => void
  readonly onSwitch: (session: Session | null, before: Session | null) => void
  /** A new token of the same user: what the old one was refused may work now. */
  readonly onRenew: () => void
}

export interface OwnedOptions {
  readonly replicas: Replicas
  readonly userKey: () => string | null
  readonly refetch: (query: Query) => Promise<void>
}

export function createOwned({ replicas, userKey, refetch }: OwnedOptions): Owned {
  const refetchSome = (isWanted: (query: Query) => boolean) => {
    for (const { query, active } of replicas.list()) if (active && isWanted(query)) void refetch(query)
  }
  const check = (query: Query) => {
    const user = userKey()
    if (user === null || !isOfAnother(query, user)) return
    query.reset()
    if (query.isActive()) void refetch(query)
  }
  return {
    check,
    onSwitch: (session, before) => {
      for (const { query } of replicas.list()) {
        if (before) query.reset()
        else check(query)
      }
      if (session) refetchSome(lacksData)
    },
    onRenew: () => refetchSome(({ state }) => isFinal(state.error)),
  }
}

/** Was it reset, or refused while nobody was signed in? */
const lacksData = ({ state }: Query): boolean => state.data === undefined && state.fetchStatus === 'idle'
