import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { LiveMetrics, NotificationDropdown, OnlineUsersList, ToastProvider, WebSocketProvider } from 'pitchey-live'
import { useEffect, useState } from 'react'
import type { Person, Pitch } from './cast.js'
import { ConnectionLine } from './ConnectionLine.js'
import { POLL_MS } from './connectionWords.js'
import { PitchList } from './PitchList.js'
import { PitchPage } from './PitchPage.js'
import { go } from './useAddress.js'
import { WidgetBoundary } from './WidgetBoundary.js'

const createClient = () => new QueryClient({ defaultOptions: { queries: { meta: { refreshInterval: POLL_MS } } } })

/** A small Pitchey, as one person sees it. */
export function App({ person, pitch }: { person: Person; pitch: Pitch | null }) {
  const [client] = useState(createClient)
  useEffect(() => {
    document.title = `${pitch ? `${pitch.title} · ` : ''}${person.username} · Pitchey Live`
  }, [person, pitch])
  return (
    <QueryClientProvider client={client}>
      <WebSocketProvider>
        <ToastProvider onNavigate={go}>
          <div className="app">
            {/* Named, because two of these screens may stand on one page. */}
            <header aria-label={`${person.username}’s header`}>
              <h1>
                {person.username} <small>{person.role}</small>
              </h1>
              <WidgetBoundary name="The bell">
                <NotificationDropdown onNavigate={go} />
              </WidgetBoundary>
              <WidgetBoundary name="The connection line">
                <ConnectionLine />
              </WidgetBoundary>
            </header>
            <main aria-label={`${person.username}’s pitches`}>
              {person.role !== 'investor' && (
                <WidgetBoundary name="The metrics">
                  <LiveMetrics refreshInterval={POLL_MS} />
                </WidgetBoundary>
              )}
              <WidgetBoundary name="The people online">
                <OnlineUsersList showActivity aria-label={`Who is online, for ${person.username}`} />
              </WidgetBoundary>
              {pitch ? <PitchPage key={pitch.id} pitch={pitch} person={person} /> : <PitchList person={person} />}
            </main>
          </div>
        </ToastProvider>
      </WebSocketProvider>
    </QueryClientProvider>
  )
}
