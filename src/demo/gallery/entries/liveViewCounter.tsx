import { LiveViewCounter } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { viewed, views } from '../stage/pitches.js'
import { scenes } from '../stage/scenes.js'

function OnThePage() {
  return <LiveViewCounter pitchId={1} showUniqueViewers showRecentViewers maxRecentViewers={3} />
}

function InAList() {
  return <LiveViewCounter pitchId={1} size="sm" trackView={false} />
}

function Large() {
  return <LiveViewCounter pitchId={1} size="lg" animated={false} trackView={false} />
}

const SEEN = () => ({ pitch: views(1_204) })

export const liveViewCounter: Entry = {
  name: 'LiveViewCounter',
  about: 'How often a pitch was viewed. On its page it also records the view; in lists it only counts.',
  examples: { OnThePage, InAList, Large },
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
    { title: 'Small', example: 'InAList', scene: () => scenes.live(SEEN(), viewed(1_204)) },
    {
      title: 'Large, many',
      example: 'Large',
      scene: () => scenes.live({ pitch: views(12_345_678) }, viewed(12_345_678)),
      hint: 'The exact count is in its name.',
    },
  ],
}
