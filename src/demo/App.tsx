import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  LiveMetrics,
  NotificationDropdown,
  OnlineUsersList,
  ToastProvider,
  UploadProgressBadge,
  WebSocketProvider,
} from 'pitchey-live'
import { useEffect, useState } from 'react'
import type { Talk } from './address.js'
import type { Person, Pitch } from './cast.js'
import { ConnectionLine } from './ConnectionLine.js'
import { Files } from './Files.js'
import { POLL_MS } from './connectionWords.js'
import { Messages } from './messages/Messages.js'
import { hrefOf, titleOf } from './messages/talkWords.js'
import { PersonPages } from './PersonPages.js'
import { PitchList } from './PitchList.js'
import { PitchPage } from './PitchPage.js'
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
export function App({ person, pitch, talk }: { person: Person; pitch: Pitch | null; talk: Talk | null }) {
  const [client] = useState(createClient)
  useEffect(() => {
    const title = talk ? titleOf(talk, person) : pitch?.title
    document.title = `${title ? `${title} · ` : ''}${person.username} · Pitchey Live`
  }, [person, pitch, talk])
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
              <PersonPages person={person} talk={talk} />
            </section>
            <main aria-label={`${person.username}’s ${talk ? 'messages' : 'pitches'}`}>
              {!talk && person.role !== 'investor' && (
                <WidgetBoundary name="The metrics">
                  <LiveMetrics refreshInterval={POLL_MS} />
                </WidgetBoundary>
              )}
              {talk && <Messages talk={talk} person={person} />}
              {!talk && pitch && <PitchPage key={pitch.id} pitch={pitch} person={person} />}
              {!talk && !pitch && <PitchList person={person} />}
              <WidgetBoundary name="The people online">
                <OnlineUsersList
                  showActivity
                  userHref={hrefOf(person)}
                  aria-label={`Who is online, for ${person.username}`}
                />
              </WidgetBoundary>
              {!talk && !pitch && person.role !== 'investor' && (
                <WidgetBoundary name="The files">
                  <Files />
                </WidgetBoundary>
              )}
            </main>
          </div>
        </ToastProvider>
      </WebSocketProvider>
    </QueryClientProvider>
  )
}
