import { useQuery } from '@tanstack/react-query'
import { pitchViews } from 'pitchey-live'

/** The whole integration, for those who bring their own components: nothing here knows of sockets, events or polling. */
export function OrdinaryQuery({ pitchId }: { pitchId: number }) {
  const { data, isError } = useQuery(pitchViews(pitchId))
  // A refetch that failed leaves what was known.
  if (data) return <b>{data.viewCount}</b>
  return <b>{isError ? 'no answer' : '…'}</b>
}
