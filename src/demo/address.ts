import { personNamed, pitchWithId, type Person, type Pitch } from './cast.js'
import { conversationNamed, type Conversation } from './conversations.js'

/** Where on somebody's screen one is. */
export type Place =
  | { readonly at: 'pitches' }
  | { readonly at: 'pitch'; readonly pitch: Pitch }
  | { readonly at: 'editor'; readonly pitch: Pitch }
  | { readonly at: 'messages' }
  | { readonly at: 'conversation'; readonly conversation: Conversation }
  | { readonly at: 'files' }

/** Every page of the demo, as its address says it. */
export type Page =
  | { readonly page: 'landing' }
  | { readonly page: 'app'; readonly person: Person; readonly place: Place }
  /** Nobody, or nobody we know, was named: whose screen shall it be? */
  | { readonly page: 'choose'; readonly place: Place }
  | { readonly page: 'widgets' }
  | { readonly page: 'conflict' }
  | { readonly page: 'missing' }

/** @param path with its query, e.g. `/app?as=ana&pitch=3`; links that are for everybody name nobody: `/pitch/3`, `/conversations/ana-ben` */
export function readAddress(path: string): Page {
  const { pathname, searchParams } = new URL(path, 'http://demo')
  if (pathname === '/') return { page: 'landing' }
  if (pathname === '/widgets') return { page: 'widgets' }
  if (pathname === '/conflict') return { page: 'conflict' }
  const [, pitch] = /^\/pitch\/(\d+)$/.exec(pathname) ?? []
  if (pitch !== undefined) return { page: 'choose', place: pitchAt(pitch) }
  const [isTalk, conversation] = /^\/conversations(?:\/([a-z-]+))?$/.exec(pathname) ?? []
  if (isTalk !== undefined) return { page: 'choose', place: talkAt(conversation) }
  if (pathname !== '/app' && pathname !== '/files') return { page: 'missing' }
  const place: Place = pathname === '/files' ? { at: 'files' } : placeIn(searchParams)
  const person = personNamed(searchParams.get('as'))
  return person ? { page: 'app', person, place } : { page: 'choose', place }
}

export function addressOf({ name }: Person, place: Place): string {
  switch (place.at) {
    case 'pitches':
      return `/app?as=${name}`
    case 'pitch':
      return `/app?as=${name}&pitch=${place.pitch.id}`
    case 'editor':
      return `/app?as=${name}&pitch=${place.pitch.id}&edit`
    case 'messages':
      return `/app?as=${name}&conversation=all`
    case 'conversation':
      return `/app?as=${name}&conversation=${place.conversation.name}`
    case 'files':
      return `/files?as=${name}`
    default:
      return place satisfies never
  }
}

function placeIn(search: URLSearchParams): Place {
  const conversation = search.get('conversation')
  if (conversation !== null) return talkAt(conversation)
  const place = pitchAt(search.get('pitch'))
  return place.at === 'pitch' && search.has('edit') ? { ...place, at: 'editor' } : place
}

function pitchAt(id: string | null): Place {
  const pitch = pitchWithId(Number(id))
  return pitch ? { at: 'pitch', pitch } : { at: 'pitches' }
}

function talkAt(name = 'all'): Place {
  const conversation = conversationNamed(name)
  return conversation ? { at: 'conversation', conversation } : { at: 'messages' }
}
