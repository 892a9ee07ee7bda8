import { useQuery } from '@tanstack/react-query'
import { draft, SnapshotError } from 'pitchey-live'

/** Has the owner taken this user out, or never let them in? */
export function useIsTakenOut(draftId: string, ownerId: number | undefined): boolean {
  const { error } = useQuery(draft(draftId, ownerId))
  return error instanceof SnapshotError && error.code === 'forbidden'
}
