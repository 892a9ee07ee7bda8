import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NotificationDropdown, ToastProvider, UploadProgressBadge, WebSocketProvider } from 'pitchey-live'
import { useEffect, useState } from 'react'
import type { Place } from './address.js'
import type { Person } from './cast.js'
import { ConnectionLine } from './ConnectionLine.js'
import { POLL_MS } from './connectionWords.js'
import { PersonPages } from './PersonPages.js'
import { titleOf } from './placeWords.js'
import { PlaceShown } from './PlaceShown.js'
import { SiteHeader } from './SiteHeader.js'
import { go } from './useAddress.js'
import { WidgetBoundary } from './WidgetBoundary.js'

function createClient(): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { meta: { refreshInterval: POLL_MS } } } })
  // What was refused is somebody's text, and stays until they have done something about it.
  client.setMutationDefaults(['messages'], { gcTime: Number.POSITIVE_INFINITY })
  return client
}

/** A small Pitchey, as one person sees it. */
export function App({ person, place }: { person: Person; place: Place }) {
  const [client] = useState(createClient)
  const title = titleOf(place, person)
  useEffect(() => {
    document.title = `${title === null ? '' : `${title} · `}${person.username} · Pitchey Live`
  }, [person, title])
  return (
    <QueryClientProvider client={client}>
      <WebSocketProvider>
        <SiteHeader page="app" />
        <ToastProvider onNavigate={go}>
          <div className="app">
            {/* Named, because two of these screens may stand on one page. */}
            <section className="person" aria-label={`${person.username}’s header`}>
              <span className="face" aria-hidden="true">
                {person.username.slice(0, 1)}
              </span>
              <h1>
                {person.username} <small>{person.role}</small>
              </h1>
              <div className="header-tools">
                <WidgetBoundary name="The upload badge">
                  <UploadProgressBadge />
                </WidgetBoundary>
                <WidgetBoundary name="The bell">
                  <NotificationDropdown onNavigate={go} />
                </WidgetBoundary>
              </div>
              <WidgetBoundary name="The connection line">
                <ConnectionLine />
              </WidgetBoundary>
              <PersonPages person={person} place={place} />
            </section>
            <PlaceShown person={person} place={place} />
          </div>
        </ToastProvider>
      </WebSocketProvider>
    </QueryClientProvider>
  )
}
