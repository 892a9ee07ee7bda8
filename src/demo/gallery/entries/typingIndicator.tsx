import { TypingIndicator } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { beginAndStop, writing } from '../stage/people.js'
import { scenes } from '../stage/scenes.js'

function Typing() {
  return <TypingIndicator conversationId={1} announce={false} />
}

function Faces() {
  return <TypingIndicator conversationId={1} announce={false} showAvatars />
}

export const typingIndicator: Entry = {
  name: 'TypingIndicator',
  about: 'Who else is typing. Its room is there while nobody does, so that nothing moves.',
  examples: { Typing, Faces },
  cards: [
    { title: 'Nobody', scene: () => scenes.empty(beginAndStop) },
    { title: 'One', scene: () => scenes.live(writing(1)) },
    { title: 'Two', scene: () => scenes.live(writing(2)) },
    { title: 'Several', scene: () => scenes.live(writing(6)) },
    { title: 'With faces', example: 'Faces', scene: () => scenes.live(writing(3)) },
    {
      title: 'Offline',
      scene: () => scenes.offline(writing(2)),
      hint: 'Without a connection nobody is said to type.',
    },
    { title: 'Live', example: 'Faces', scene: () => scenes.live(writing(1), beginAndStop) },
  ],
}
