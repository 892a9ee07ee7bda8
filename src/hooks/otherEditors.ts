import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { editors } from './queries.js'
import { createWatchings } from './watching.js'
import { statusOnServer, useLive } from '../contexts/live.js'
import { sameContent } from '../live/drafts/content.js'

export interface OtherEditor {
  readonly userId: number
  readonly username: string
}

const nobody: readonly OtherEditor[] = []

const editingOf = createWatchings<string>((live, draftId, on) => void live.send('edit_draft', { draftId, on }))

/**
 * Says that the draft is open here, while the tab is looked at, and who else has it open.
 * @param isAdmitted may it be read? Else there is nothing to say, and nobody to be told of
 */
export function useOtherEditors(
  draftId: string,
  ownerId: number | undefined,
  isAdmitted: boolean,
): readonly OtherEditor[] {
  const live = useLive()
  const name = ownerId === undefined ? draftId : `${ownerId}.${draftId}`
  useEffect(() => (isAdmitted ? editingOf(live).watch(name) : undefined), [live, name, isAdmitted])
  const status = useSyncExternalStore(live.subscribe, live.getStatus, statusOnServer)
  const { data } = useQuery({ ...editors(draftId, ownerId), enabled: isAdmitted })
  const self = status.user?.userId
  // Until it is known who one is oneself, one would be named; and while nobody can be asked, nobody can tell.
  const isKnown = self !== undefined && (status.connection.state === 'connected' || status.polledAt !== null)
  const others = isKnown && data ? data.editors.filter(({ userId }) => userId !== self) : nobody
  const [shown, setShown] = useState(others)
  if (shown !== others && !sameContent(shown, others)) setShown(others)
  return shown
}
