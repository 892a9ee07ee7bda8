import { useQuery } from '@tanstack/react-query'
import { useWatching, watchers } from 'pitchey-live'

/** How many people look at this pitch now; whoever sees this is one of them. */
export function Watching({ pitchId }: { pitchId: number }) {
  useWatching(pitchId)
  const { data } = useQuery(watchers(pitchId))
  if (!data) return <p className="watching">…</p>
  return (
    <p className="watching">
      {data.count} {data.count === 1 ? 'person is' : 'people are'} watching now
    </p>
  )
}
