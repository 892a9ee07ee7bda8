import { UploadProgressBadge } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { failed, moving, underWay } from '../stage/files.js'
import { scenes } from '../stage/scenes.js'

function Badge() {
  return <UploadProgressBadge />
}

export const uploadProgressBadge: Entry = {
  name: 'UploadProgressBadge',
  about:
    'How many files are under way, and how far they are; pressed, it opens the list. It is not there while nothing is known of any.',
  examples: { Badge },
  cards: [
    { title: 'Offline', opens: true, scene: () => scenes.offline(underWay()) },
    { title: 'Polling', opens: true, scene: () => scenes.polling(underWay()) },
    { title: 'Live', opens: true, scene: () => scenes.live(underWay(), moving) },
    { title: 'Failed', opens: true, scene: () => scenes.live(failed()) },
  ],
}
