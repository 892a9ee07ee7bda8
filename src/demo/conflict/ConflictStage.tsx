import { QueryClientProvider } from '@tanstack/react-query'
import { ToastProvider, WebSocketProvider } from 'pitchey-live'
import { useCallback, useState, type ReactNode } from 'react'
import { WidgetBoundary } from '../WidgetBoundary.js'
import { ConflictSide } from './ConflictSide.js'
import type { Side } from './scene.js'
import { ANAS, BENS } from './story.js'
import { useScene } from './useScene.js'

/** Ben writes first, and does not save; then Ana writes, and does. */
export function ConflictStage() {
  const setting = useScene()
  const [hasBenWritten, setBenWritten] = useState(false)
  const onWritten = useCallback(() => setBenWritten(true), [])
  switch (setting.is) {
    case 'building':
      return <p>…</p>
    case 'failed':
      return <p role="alert">The conflict cannot be prepared: {setting.why}.</p>
    case 'ready': {
      const { draftId, ana, ben } = setting.scene
      return (
        <div className="sides">
          <Screen side={ana}>
            <ConflictSide person={ana.person} draftId={draftId} ending={ANAS} isTurn={hasBenWritten} saves />
          </Screen>
          <Screen side={ben}>
            <ConflictSide person={ben.person} draftId={draftId} ending={BENS} isTurn onWritten={onWritten} />
          </Screen>
        </div>
      )
    }
    default:
      return setting satisfies never
  }
}

function Screen({ side: { person, live, client }, children }: { side: Side; children: ReactNode }) {
  return (
    <section className="card conflict-side" aria-label={`${person.username}’s screen`}>
      <QueryClientProvider client={client}>
        <WebSocketProvider live={live}>
          <ToastProvider>
            <WidgetBoundary name={`${person.username}’s editor`}>{children}</WidgetBoundary>
          </ToastProvider>
        </WebSocketProvider>
      </QueryClientProvider>
    </section>
  )
}
