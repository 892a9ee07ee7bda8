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
import type { Person, Pitch } from './cast.js'
import { ConnectionLine } from './ConnectionLine.js'
import { PitchEditor } from './editor/PitchEditor.js'
import { Files } from './Files.js'
import { POLL_MS } from './connectionWords.js'
import { PitchList } from './PitchList.js'
import { PitchPage } from './PitchPage.js'
import { SiteHeader } from './SiteHeader.js'
import { go } from './useAddress.js'
import { WidgetBoundary } from './WidgetBoundary.js'

const createClient = () => new QueryClient({ defaultOptions: { queries: { meta: { refreshInterval: POLL_MS } } } })

/** A small Pitchey, as one person sees it. */
export function App({ person, pitch, isEditing }: { person: Person; pitch: Pitch | null; isEditing: boolean }) {
  const [client] = useState(createClient)
  useEffect(() => {
    const where = pitch ? `${isEditing ? 'Edit ' : ''}${pitch.title} · ` : ''
    document.title = `${where}${person.username} · Pitchey Live`
  }, [person, pitch, isEditing])
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
            </section>
            <main aria-label={`${person.username}’s pitches`}>
              {person.role !== 'investor' && !isEditing && (
                <WidgetBoundary name="The metrics">
                  <LiveMetrics refreshInterval={POLL_MS} />
                </WidgetBoundary>
              )}
              {!pitch && <PitchList person={person} />}
              {pitch && isEditing && <PitchEditor key={pitch.id} pitch={pitch} person={person} />}
              {pitch && !isEditing && <PitchPage key={pitch.id} pitch={pitch} person={person} />}
              <WidgetBoundary name="The people online">
                <OnlineUsersList showActivity aria-label={`Who is online, for ${person.username}`} />
              </WidgetBoundary>
              {!pitch && person.role !== 'investor' && (
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
