import { ViewAnalytics } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { day, viewed, views } from '../stage/pitches.js'
import { scenes } from '../stage/scenes.js'

function LastDay() {
  return <ViewAnalytics pitchId={1} />
}

function LastWeek() {
  return <ViewAnalytics pitchId={1} hours={168} />
}

const KNOWN = { pitch: views(1_204), hours: day(60) }

export const viewAnalytics: Entry = {
  name: 'ViewAnalytics',
  about: 'Views over time, as a chart and as a table.',
  examples: { LastDay, LastWeek },
  cards: [
    { title: 'Loading', scene: scenes.loading },
    { title: 'Empty', scene: () => scenes.empty() },
    { title: 'Error', scene: () => scenes.error(KNOWN), hint: 'The server fails until Retry is pressed.' },
    { title: 'Offline', scene: () => scenes.offline(KNOWN) },
    { title: 'Polling', scene: () => scenes.polling(KNOWN) },
    { title: 'Live', scene: () => scenes.live(KNOWN, viewed(1_204)) },
    {
      title: 'A week',
      example: 'LastWeek',
      scene: () => scenes.live({ pitch: views(9_000), hours: Array.from({ length: 7 }, () => day(110)).flat() }),
    },
  ],
}
