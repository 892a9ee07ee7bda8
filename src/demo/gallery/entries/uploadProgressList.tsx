import { UploadProgressList } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { ended, failed, moving, underWay } from '../stage/files.js'
import { scenes } from '../stage/scenes.js'

function Uploads() {
  return <UploadProgressList position="relative" />
}

export const uploadProgressList: Entry = {
  name: 'UploadProgressList',
  about:
    'The files of whoever is signed in, from this page and from elsewhere, as they go. By default it lies in the corner of the page.',
  examples: { Uploads },
  cards: [
    { title: 'Loading', scene: scenes.loading },
    { title: 'Empty', scene: () => scenes.empty(moving) },
    {
      title: 'Error',
      scene: () => scenes.error(underWay(), moving),
      hint: 'The server fails until Retry is pressed.',
    },
    { title: 'Offline', scene: () => scenes.offline(underWay()) },
    { title: 'Polling', scene: () => scenes.polling(underWay()) },
    {
      title: 'Live',
      scene: () => scenes.live(underWay(), moving),
      hint: 'These are sent by another page. Nobody here can take them back: Cancel tries, and then says so.',
    },
    { title: 'Failed', scene: () => scenes.live(failed()) },
    { title: 'Done', scene: () => scenes.live(ended()), hint: 'What was done before is shown when asked for.' },
  ],
}
