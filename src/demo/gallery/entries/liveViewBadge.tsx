import { LiveViewBadge } from 'pitchey-live'
import type { Entry } from '../entry.js'
import type { Known } from '../stage/scene.js'
import { scenes } from '../stage/scenes.js'

function Badge() {
  return <LiveViewBadge pitchId={1} />
}

const watched = (count: number): Known => ({ watchers: { pitchId: 1, count } })

/** Some come, and some go. */
const comeAndGo = (beat: number) => ({
  topic: 'watchers:1',
  type: 'watchers',
  data: { pitchId: 1, count: 12 + Math.round(4 * Math.sin(beat)) },
})

export const liveViewBadge: Entry = {
  name: 'LiveViewBadge',
  about: 'How many people watch a pitch at this moment. It never shows a number that may be over.',
  examples: { Badge },
  cards: [
    { title: 'Loading', scene: scenes.loading },
    { title: 'Empty', scene: () => scenes.empty(comeAndGo) },
    { title: 'Error', scene: () => scenes.error(watched(12), comeAndGo) },
    { title: 'Offline', scene: () => scenes.offline(watched(12)) },
    { title: 'Polling', scene: () => scenes.polling(watched(12)) },
    { title: 'Live', scene: () => scenes.live(watched(12), comeAndGo) },
  ],
}
