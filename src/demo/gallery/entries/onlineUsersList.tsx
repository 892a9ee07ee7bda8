import { OnlineUsersList } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { comeAndGo, present, self } from '../stage/people.js'
import { scenes } from '../stage/scenes.js'

function People() {
  return <OnlineUsersList maxUsers={6} showActivity />
}

function Faces() {
  return <OnlineUsersList showUsernames={false} />
}

function Pile() {
  return <OnlineUsersList variant="stack" maxUsers={4} />
}

const SEVEN = () => ({ presence: present(7) })

export const onlineUsersList: Entry = {
  name: 'OnlineUsersList',
  about: 'Who is online now: oneself first, then by how reachable people are, then by name.',
  examples: { People, Faces, Pile },
  cards: [
    { title: 'Loading', scene: scenes.loading },
    { title: 'Empty', scene: () => scenes.empty(comeAndGo(1)) },
    {
      title: 'Error',
      scene: () => scenes.error(SEVEN(), comeAndGo(7)),
      hint: 'The server fails until Retry is pressed.',
    },
    { title: 'Offline', scene: () => scenes.offline(SEVEN()) },
    { title: 'Polling', scene: () => scenes.polling(SEVEN()) },
    { title: 'Live', scene: () => scenes.live(self(101, { status: 'online', activity: 'Writing' }, 6), comeAndGo(6)) },
    { title: 'Faces alone', example: 'Faces', scene: () => scenes.live(SEVEN(), comeAndGo(7)) },
    { title: 'A pile', example: 'Pile', scene: () => scenes.live(SEVEN(), comeAndGo(7)) },
    {
      title: 'A pile of many',
      example: 'Pile',
      scene: () => scenes.live({ presence: present(40) }),
      hint: 'Its last circle opens a list that can be searched.',
    },
    {
      title: 'Three hundred',
      scene: () => scenes.live({ presence: present(300) }),
      hint: 'Of all of them only those in sight are in the page.',
    },
  ],
}
