import { PresenceStatusSelector } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { self } from '../stage/people.js'
import { scenes } from '../stage/scenes.js'

function Status() {
  return <PresenceStatusSelector />
}

function Activity() {
  return <PresenceStatusSelector showActivity />
}

function Settings() {
  return <PresenceStatusSelector variant="radio" />
}

function Forbidden() {
  return <PresenceStatusSelector disabled />
}

export const presenceStatusSelector: Entry = {
  name: 'PresenceStatusSelector',
  about: 'Chooses how a user is shown to others, on all their tabs and devices.',
  examples: { Status, Activity, Settings, Forbidden },
  cards: [
    { title: 'Connecting', scene: scenes.loading },
    {
      title: 'Offline',
      scene: () => scenes.offline(self(201, { status: 'online' })),
      hint: 'What is chosen applies when it is connected again.',
    },
    { title: 'Live', scene: () => scenes.live(self(202, { status: 'online' })) },
    { title: 'With an activity', example: 'Activity', scene: () => scenes.live(self(203, { status: 'online' })) },
    { title: 'For settings', example: 'Settings', scene: () => scenes.live(self(204, { status: 'online' })) },
    { title: 'Disabled', example: 'Forbidden', scene: () => scenes.live(self(205, { status: 'online' })) },
  ],
}
