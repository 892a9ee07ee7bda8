import './messages.css'
import type { Talk } from '../address.js'
import type { Person } from '../cast.js'
import { WidgetBoundary } from '../WidgetBoundary.js'
import { ConversationList } from './ConversationList.js'
import { ConversationPage } from './ConversationPage.js'

/** What people write to one another, by a stream of which pitchey-live knows nothing: `streams/messages.ts`. */
export function Messages({ talk, person }: { talk: Talk; person: Person }) {
  return (
    <WidgetBoundary name="The messages">
      {talk === 'all' ? (
        <ConversationList person={person} />
      ) : (
        <ConversationPage key={talk.id} conversation={talk} person={person} />
      )}
    </WidgetBoundary>
  )
}
