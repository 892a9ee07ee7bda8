import { dehydrate, HydrationBoundary, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createPitchey,
  dashboardMetrics,
  LiveMetrics,
  LiveViewCounter,
  NotificationDropdown,
  notifications,
  pitchViews,
  useWebSocket,
  WebSocketProvider,
  type PitcheyLive,
} from 'pitchey-live'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server.browser'
import { expect, test, vi } from 'vitest'
import { configuration, notify, signIn } from '../support/stage.js'

type State = ReturnType<typeof dehydrate>

const Connection = () => <i>{useWebSocket().connectionStatus.state}</i>

/** What stands in an application's own file, for its server and its page alike. */
const App = ({ client, live, state }: { client: QueryClient; live?: PitcheyLive; state: State }) => (
  <StrictMode>
    <QueryClientProvider client={client}>
      <WebSocketProvider live={live}>
        <HydrationBoundary state={state}>
          <Connection />
          <LiveViewCounter pitchId={1} showRecentViewers trackView={false} />
          <LiveMetrics />
          <NotificationDropdown />
        </HydrationBoundary>
      </WebSocketProvider>
    </QueryClientProvider>
  </StrictMode>
)

/** As an application's server does for each request; only that it runs here. */
async function renderOnServer() {
  const live = createPitchey(configuration)
  const client = new QueryClient()
  live.attach(client)
  await client.prefetchQuery(pitchViews(1))
  await client.prefetchQuery(dashboardMetrics())
  await client.prefetchQuery(notifications())
  const state = JSON.parse(JSON.stringify(dehydrate(client))) as State
  const html = renderToString(<App client={client} live={live} state={state} />)
  live.dispose()
  return { html, state }
}

function open({ html, state }: { html: string; state: State }) {
  const host = document.body.appendChild(document.createElement('div'))
  host.innerHTML = html
  const client = new QueryClient()
  const wrong = vi.fn<(error: unknown) => void>()
  const root = hydrateRoot(host, <App client={client} state={state} />, { onRecoverableError: wrong })
  return {
    host,
    wrong,
    unread: () => client.getQueryData(notifications().queryKey)?.unreadCount,
    connection: () => host.querySelector('i')?.textContent,
    close: () => {
      root.unmount()
      host.remove()
      client.clear()
    },
  }
}

test('a page from a server becomes live as it is: nothing is fetched, nothing of it is rendered anew', async () => {
  await signIn('ana')
  const rendered = await renderOnServer()
  expect(rendered.html).not.toMatch(/offline|polling/i)
  const asked = vi.spyOn(window, 'fetch')
  const page = open(rendered)
  await expect.poll(page.connection).toBe('connected')
  const before = page.unread() ?? 0
  await notify()
  await expect.poll(page.unread).toBe(before + 1)
  expect(asked.mock.calls).toEqual([])
  expect(page.wrong).not.toHaveBeenCalled()

  // Another part of the page comes later, when the link has long been up.
  const island = open(rendered)
  await expect.poll(island.unread).toBe(before + 1)
  await expect.poll(island.connection).toBe('connected')
  expect(asked.mock.calls).toEqual([])
  expect(island.wrong).not.toHaveBeenCalled()
  island.close()
  page.close()
})
