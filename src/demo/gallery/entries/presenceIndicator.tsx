import { PresenceIndicator } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { alone, comeAndGo } from '../stage/people.js'
import { scenes } from '../stage/scenes.js'

function Ben() {
  return <PresenceIndicator userId={2} showActivity />
}

function Dots() {
  return (
    <>
      <PresenceIndicator userId={2} username="Ben" showStatus={false} size="sm" />{' '}
      <PresenceIndicator userId={2} username="Ben" showStatus={false} />{' '}
      <PresenceIndicator userId={2} username="Ben" showStatus={false} size="lg" />
    </>
  )
}

const HERE = () => ({ presence: alone({ status: 'online', activity: 'Reading scripts' }) })

export const presenceIndicator: Entry = {
  name: 'PresenceIndicator',
  about: 'Whether somebody is there. While this page has no connection nobody can tell, and nobody is called offline.',
  examples: { Ben, Dots },
  cards: [
    { title: 'Loading', scene: scenes.loading },
    { title: 'Nobody there', scene: () => scenes.empty(comeAndGo(1)) },
    { title: 'Error', scene: () => scenes.error(HERE()) },
    { title: 'Offline', scene: () => scenes.offline(HERE()) },
    { title: 'Polling', scene: () => scenes.polling(HERE()) },
    { title: 'Live', scene: () => scenes.live(HERE(), comeAndGo(1)) },
    { title: 'Away', scene: () => scenes.live({ presence: alone({ status: 'away', activity: 'At lunch' }) }) },
    { title: 'Idle', scene: () => scenes.live({ presence: alone({ status: 'away', idle: true }) }) },
    {
      title: 'Do not disturb',
      scene: () => scenes.live({ presence: alone({ status: 'dnd', activity: 'In a meeting' }) }),
    },
    { title: 'Left lately', scene: () => scenes.live({ presence: alone({ status: 'offline' }) }) },
    { title: 'Dots alone', example: 'Dots', scene: () => scenes.live(HERE(), comeAndGo(1)) },
  ],
}
