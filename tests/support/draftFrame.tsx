import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { configure, useDraftSync, WebSocketProvider, type DraftSync, type FormContent } from 'pitchey-live'
import { useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import type { TabOptions } from './draftTab.js'

/** Why: what runs inside of a second tab. It has nothing of the first but the origin, and so its storage. */
export interface Frame {
  readonly draft: () => DraftSync<FormContent> | null
}

let shown: DraftSync<FormContent> | null = null

function Shown({ draftId, autoSaveInterval }: TabOptions) {
  const draft = useDraftSync({ draftId, draftType: 'pitch', autoSaveInterval })
  useEffect(() => {
    shown = draft
  })
  return null
}

export function start({ apiUrl, token, ...options }: TabOptions): Frame {
  configure({ apiUrl, getSession: () => Promise.resolve({ token }), remember: false })
  createRoot(document.body).render(
    <QueryClientProvider client={new QueryClient()}>
      <WebSocketProvider>
        <Shown apiUrl={apiUrl} token={token} {...options} />
      </WebSocketProvider>
    </QueryClientProvider>,
  )
  return { draft: () => shown }
}
