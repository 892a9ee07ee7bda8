import { ViewerList } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { viewed, views } from '../stage/pitches.js'
import { scenes } from '../stage/scenes.js'

function Viewers() {
  return <ViewerList pitchId={1} maxViewers={4} />
}

function Names() {
  return <ViewerList pitchId={1} maxViewers={6} showTimestamps={false} />
}

const SEEN = () => ({ pitch: views(1_204) })

export const viewerList: Entry = {
  name: 'ViewerList',
  about: 'Who looked at a pitch lately. There is room for all from the start: nothing moves when somebody comes.',
  examples: { Viewers, Names },
  cards: [
    { title: 'Loading', scene: scenes.loading },
    { title: 'Empty', scene: () => scenes.empty(viewed(0)) },
    {
      title: 'Error',
      scene: () => scenes.error(SEEN(), viewed(1_204)),
      hint: 'The server fails until Retry is pressed.',
    },
    { title: 'Offline', scene: () => scenes.offline(SEEN()) },
    { title: 'Polling', scene: () => scenes.polling(SEEN()) },
    { title: 'Live', scene: () => scenes.live(SEEN(), viewed(1_204)) },
    { title: 'Names alone', example: 'Names', scene: () => scenes.live(SEEN(), viewed(1_204)) },
  ],
}
