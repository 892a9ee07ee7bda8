import { LiveMetrics, OnlineUsersList } from 'pitchey-live'
import type { ReactElement } from 'react'
import type { Place } from './address.js'
import type { Person } from './cast.js'
import { POLL_MS } from './connectionWords.js'
import { PitchEditor } from './editor/PitchEditor.js'
import { FilesCard } from './FilesCard.js'
import { FilesPage } from './FilesPage.js'
import { ConversationList } from './messages/ConversationList.js'
import { ConversationPage } from './messages/ConversationPage.js'
import { talkTo } from './messages/talkTo.js'
import { PitchList } from './PitchList.js'
import { PitchPage } from './PitchPage.js'
import { partOf } from './placeWords.js'
import { WidgetBoundary } from './WidgetBoundary.js'

interface Props {
  readonly person: Person
  readonly place: Place
}

/** What is where one is on somebody's screen. */
export function PlaceShown({ person, place }: Props) {
  return <main aria-label={`${person.username}’s ${partOf(place)}`}>{show(person, place)}</main>
}

function show(person: Person, place: Place): ReactElement {
  switch (place.at) {
    case 'pitches':
      return (
        <>
          <Metrics person={person} />
          <PitchList person={person} />
          <Online person={person} />
          <FilesCard person={person} />
        </>
      )
    case 'pitch':
      return (
        <>
          <Metrics person={person} />
          <PitchPage key={place.pitch.id} pitch={place.pitch} person={person} />
          <Online person={person} />
        </>
      )
    case 'editor':
      return (
        <>
          <PitchEditor key={place.pitch.id} pitch={place.pitch} person={person} />
          <Online person={person} />
        </>
      )
    case 'messages':
      return (
        <>
          <WidgetBoundary name="The messages">
            <ConversationList person={person} />
          </WidgetBoundary>
          <Online person={person} />
        </>
      )
    case 'conversation':
      return (
        <>
          <WidgetBoundary name="The messages">
            <ConversationPage key={place.conversation.id} conversation={place.conversation} person={person} />
          </WidgetBoundary>
          <Online person={person} />
        </>
      )
    case 'files':
      return <FilesPage person={person} />
    default:
      return place satisfies never
  }
}

/** Of whoever has pitches. */
function Metrics({ person }: Pick<Props, 'person'>) {
  return (
    person.role !== 'investor' && (
      <WidgetBoundary name="The metrics">
        <LiveMetrics refreshInterval={POLL_MS} />
      </WidgetBoundary>
    )
  )
}

function Online({ person }: Pick<Props, 'person'>) {
  return (
    <WidgetBoundary name="The people online">
      <OnlineUsersList showActivity userHref={talkTo(person)} aria-label={`Who is online, for ${person.username}`} />
    </WidgetBoundary>
  )
}
