import { useQuery } from '@tanstack/react-query'
import { useWebSocket, watchers } from 'pitchey-live'
import { useEffect } from 'react'

/** How many people look at this pitch now; whoever sees this is one of them. */
export function Watching({ pitchId }: { pitchId: number }) {
  const { sendMessage } = useWebSocket()
  const { data } = useQuery(watchers(pitchId))
  useEffect(() => {
    sendMessage({ type: 'watch', data: { pitchId, on: true } })
    return () => void sendMessage({ type: 'watch', data: { pitchId, on: false } })
  }, [sendMessage, pitchId])
  if (!data) return <p className="watching">…</p>
  return (
    <p className="watching">
      {data.count} {data.count === 1 ? 'person is' : 'people are'} watching now
    </p>
  )
}
