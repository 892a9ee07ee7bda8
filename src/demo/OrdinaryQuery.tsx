import { useQuery } from '@tanstack/react-query'
import { pitchViews } from 'pitchey-live'

/** The whole integration, for those who bring their own components: nothing here knows of sockets, events or polling. */
export function OrdinaryQuery({ pitchId }: { pitchId: number }) {
  const { data, isPending, isError } = useQuery(pitchViews(pitchId))
  if (isPending) return <b>…</b>
  if (isError) return <b>no answer</b>
  return <b>{data.viewCount}</b>
}
