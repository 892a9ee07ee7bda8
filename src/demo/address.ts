import { personNamed, pitchWithId, type Person, type Pitch } from './cast.js'
import { conversationNamed, type Conversation } from './conversations.js'

/** One of them, or the list of all. */
export type Talk = Conversation | 'all'

/** Every page of the demo, as its address says it. */
export type Page =
  | { readonly page: 'landing' }
  | { readonly page: 'app'; readonly person: Person; readonly pitch: Pitch | null; readonly talk: Talk | null }
  /** Nobody, or nobody we know, was named: whose screen shall it be? */
  | { readonly page: 'choose'; readonly pitch: Pitch | null; readonly talk: Talk | null }
  | { readonly page: 'widgets' }
  | { readonly page: 'missing' }

/** @param path with its query, e.g. `/app?as=ana&pitch=3`; notifications link to `/pitch/3`, whoever reads them, as `/conversations/ana-ben` does */
export function readAddress(path: string): Page {
  const { pathname, searchParams } = new URL(path, 'http://demo')
  const [, linked] = /^\/pitch\/(\d+)$/.exec(pathname) ?? []
  if (linked !== undefined) return { page: 'choose', pitch: pitchWithId(Number(linked)), talk: null }
  const [, ...named] = /^\/conversations(?:\/([a-z-]+))?$/.exec(pathname) ?? []
  if (named.length > 0) return { page: 'choose', pitch: null, talk: talkNamed(named[0] ?? 'all') }
  if (pathname === '/') return { page: 'landing' }
  if (pathname === '/widgets') return { page: 'widgets' }
  if (pathname !== '/app') return { page: 'missing' }
  const person = personNamed(searchParams.get('as'))
  const pitch = pitchWithId(Number(searchParams.get('pitch')))
  const talk = talkNamed(searchParams.get('conversation'))
  return person ? { page: 'app', person, pitch, talk } : { page: 'choose', pitch, talk }
}

const talkNamed = (name: string | null): Talk | null => (name === 'all' ? name : conversationNamed(name))

export const appAddress = (person: Person, pitch: Pitch | null): string =>
  `/app?as=${person.name}${pitch ? `&pitch=${pitch.id}` : ''}`

export const talkAddress = (person: Person, talk: Talk): string =>
  `/app?as=${person.name}&conversation=${talk === 'all' ? talk : talk.name}`
