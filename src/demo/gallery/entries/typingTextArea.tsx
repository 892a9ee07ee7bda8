import { TypingIndicator, TypingTextArea } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { beginAndStop, writing } from '../stage/people.js'
import { scenes } from '../stage/scenes.js'

function Conversation() {
  return (
    <div>
      <TypingIndicator conversationId={1} announce={false} />
      <TypingTextArea conversationId={1} onSubmit={() => true} />
    </div>
  )
}

function Draft() {
  return (
    <TypingTextArea
      conversationId={1}
      defaultValue={
        'The second act is slow.\nThe third is not.\n\nCould the storm come first?\nThen she would know before he does.'
      }
    />
  )
}

function Closed() {
  return <TypingTextArea conversationId={1} placeholder="This conversation is closed" disabled />
}

export const typingTextArea: Entry = {
  name: 'TypingTextArea',
  about: 'Lines of text that tell the others that somebody is typing. They grow with what is written.',
  examples: { Conversation, Draft, Closed },
  cards: [
    { title: 'Without text', scene: () => scenes.empty(beginAndStop), hint: 'Ctrl or Cmd with Enter sends it.' },
    { title: 'With text', example: 'Draft', scene: () => scenes.live({}) },
    { title: 'Disabled', example: 'Closed', scene: () => scenes.live({}) },
    { title: 'Offline', scene: () => scenes.offline({}), hint: 'Nothing is said of typing without a connection.' },
    { title: 'Live', scene: () => scenes.live(writing(1), beginAndStop) },
  ],
}
