import { LiveMetrics } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { scenes } from '../stage/scenes.js'

function Metrics() {
  return <LiveMetrics refreshInterval={2_000} />
}

function Euros() {
  return <LiveMetrics currency="EUR" showConnectionStatus={false} />
}

const known = (pitchViews: number, totalRevenue: number) => ({
  dashboard: {
    pitchViews,
    totalRevenue,
    activeInvestors: 12,
    newMessages: 3,
    updatedAt: new Date(Date.now() - 2 * 60_000).toISOString(),
  },
})

/** Every third beat somebody pays, else somebody looks. */
const moves = (beat: number, now: number) => ({
  topic: 'dashboard:me',
  type: 'dashboard_update',
  data: {
    updatedAt: new Date(now).toISOString(),
    ...(beat % 3 === 0 ? { totalRevenue: 48_250 + beat * 250 } : { pitchViews: 1_204 + beat }),
  },
})

export const liveMetrics: Entry = {
  name: 'LiveMetrics',
  about: 'The four numbers of a dashboard, each as new as the last event.',
  examples: { Metrics, Euros },
  cards: [
    { title: 'Loading', scene: scenes.loading },
    { title: 'Empty', scene: () => scenes.empty(moves) },
    {
      title: 'Error',
      scene: () => scenes.error(known(1_204, 48_250), moves),
      hint: 'The server fails until Retry is pressed.',
    },
    { title: 'Offline', scene: () => scenes.offline(known(1_204, 48_250)) },
    { title: 'Polling', scene: () => scenes.polling(known(1_204, 48_250)) },
    { title: 'Live', scene: () => scenes.live(known(1_204, 48_250), moves) },
    {
      title: 'Euros, and large',
      example: 'Euros',
      scene: () => scenes.live(known(123_456_789, 9_876_543_210.5), moves),
    },
  ],
}
