import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import {
  configure,
  LiveMetrics,
  LiveViewCounter,
  NotificationDropdown,
  pitchViews,
  useWebSocket,
  WebSocketProvider,
} from 'pitchey-live'
import { createLive, defineStream, liveQuery } from 'pitchey-live/core'
import { sentryReporter, type SentryLike } from 'pitchey-live/sentry'
import { createRoot } from 'react-dom/client'
import 'pitchey-live/styles.css'

// What somebody's application does first: no configuration but its own `.env`, and the token where tokens are kept.
localStorage.setItem('authToken', 'a token')

function Page() {
  const { connectionStatus } = useWebSocket()
  const { data } = useQuery({ ...pitchViews(42), select: (views) => views.viewCount })
  const count: number | undefined = data
  return (
    <main>
      <h1>{connectionStatus.state}</h1>
      <p>{count ?? 'no count yet'}</p>
      <NotificationDropdown />
      <LiveMetrics showConnectionStatus={true} refreshInterval={30000} />
      <LiveViewCounter pitchId={42} showUniqueViewers={true} showRecentViewers={true} animated={true} />
    </main>
  )
}

// The engine alone is there as well, for other streams than ours.
if (typeof createLive !== 'function' || typeof defineStream !== 'function' || typeof liveQuery !== 'function')
  throw new Error('pitchey-live/core is incomplete')

// And so is what brings faults to Sentry, of which this application has none.
const nowhere: SentryLike = { captureMessage: () => '', addBreadcrumb: () => undefined }
configure({ ...sentryReporter(nowhere), log: 'warn' })

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <QueryClientProvider client={new QueryClient()}>
    <WebSocketProvider>
      <Page />
    </WebSocketProvider>
  </QueryClientProvider>,
)
