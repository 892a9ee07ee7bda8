import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createPitchey, useDashboardMetrics, WebSocketProvider, type PitcheyLive } from 'pitchey-live'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test } from 'vitest'
import { configuration, tokenOf, type Name } from '../support/stage.js'

function Views({ whose }: { whose: Name }) {
  const { dashboardMetrics } = useDashboardMetrics()
  return <output aria-label={whose}>{dashboardMetrics?.pitchViews}</output>
}

test('of two people on one page, each is shown nothing but their own, from the first fetch on', async () => {
  const people = await Promise.all(
    (['ana', 'ben'] as const).map(async (whose): Promise<{ whose: Name; live: PitcheyLive; client: QueryClient }> => {
      const token = await tokenOf(whose)
      const live = createPitchey({ ...configuration, getSession: () => Promise.resolve({ token }) })
      return { whose, live, client: new QueryClient() }
    }),
  )
  const host = document.body.appendChild(document.createElement('div'))
  const shown = new Map<string, Set<string>>()
  const observer = new MutationObserver(() => {
    for (const output of host.querySelectorAll('output')) {
      const whose = output.getAttribute('aria-label') ?? ''
      shown.set(whose, (shown.get(whose) ?? new Set()).add(output.textContent))
    }
  })
  observer.observe(host, { subtree: true, childList: true, characterData: true })
  const root = createRoot(host)
  root.render(
    <StrictMode>
      {people.map(({ whose, live, client }) => (
        <QueryClientProvider key={whose} client={client}>
          <WebSocketProvider live={live}>
            <Views whose={whose} />
          </WebSocketProvider>
        </QueryClientProvider>
      ))}
    </StrictMode>,
  )
  const ends = () => people.map(({ whose }) => [...(shown.get(whose) ?? [])].filter((text) => text !== ''))
  await expect.poll(() => ends().every((texts) => texts.length > 0)).toBe(true)
  for (const { live } of people) await expect.poll(() => live.getStatus().connection.state).toBe('connected')
  const [ana, ben] = ends()
  expect(ana).toHaveLength(1)
  expect(ben).toEqual(['0'])
  expect(ana).not.toEqual(ben)
  root.unmount()
  host.remove()
  observer.disconnect()
  for (const { live } of people) live.dispose()
})
