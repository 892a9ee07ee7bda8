import { useWebSocket } from 'pitchey-live'
import { connectionWords } from './connectionWords.js'
import { useNow } from './useNow.js'

/** The connection in words, and what waits for it. */
export function ConnectionLine() {
  const { connectionStatus: connection, queueStatus, latency, polledAt, connect } = useWebSocket()
  const now = useNow(connection.state !== 'connected')
  const { look, label, detail } = connectionWords({ connection, latency, polledAt }, now)
  return (
    <div className="connection" data-look={look}>
      <p>
        <span className="connection-dot" aria-hidden="true" />
        {/* Only the word is announced: a countdown read aloud every second would drown everything else. */}
        <output>{label}</output> {detail && <span>({detail})</span>}
        {queueStatus.queued > 0 && connection.state !== 'connected' && (
          <span>
            {' · '}
            {queueStatus.queued} of {queueStatus.max} waiting to be sent
          </span>
        )}
      </p>
      {connection.state === 'halted' && (
        <button type="button" onClick={connect}>
          Try again
        </button>
      )}
    </div>
  )
}
