import { TypingIndicator, TypingInput } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { beginAndStop, writing } from '../stage/people.js'
import { scenes } from '../stage/scenes.js'

function Conversation() {
  return (
    <div>
      <TypingIndicator conversationId={1} announce={false} />
      <TypingInput conversationId={1} onSubmit={() => true} />
    </div>
  )
}

function Draft() {
  return <TypingInput conversationId={1} defaultValue="Where does the second act begin?" />
}

function Closed() {
  return <TypingInput conversationId={1} placeholder="This conversation is closed" disabled />
}

export const typingInput: Entry = {
  name: 'TypingInput',
  about: 'A line of text that tells the others that somebody is typing.',
  examples: { Conversation, Draft, Closed },
  cards: [
    { title: 'Without text', scene: () => scenes.empty(beginAndStop), hint: 'Enter sends it.' },
    { title: 'With text', example: 'Draft', scene: () => scenes.live({}) },
    { title: 'Disabled', example: 'Closed', scene: () => scenes.live({}) },
    { title: 'Offline', scene: () => scenes.offline({}), hint: 'Nothing is said of typing without a connection.' },
    { title: 'Live', scene: () => scenes.live(writing(1), beginAndStop) },
  ],
}
