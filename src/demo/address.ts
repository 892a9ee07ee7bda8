import { personNamed, pitchWithId, type Person, type Pitch } from './cast.js'

/** Every page of the demo, as its address says it. */
export type Page =
  | { readonly page: 'landing' }
  | Screen
  /** Nobody, or nobody we know, was named: whose screen shall it be? */
  | { readonly page: 'choose'; readonly of: Screen['page']; readonly pitch: Pitch | null }
  | { readonly page: 'widgets' }
  | { readonly page: 'missing' }

/** A page that is somebody's. */
export type Screen =
  | { readonly page: 'app'; readonly person: Person; readonly pitch: Pitch | null }
  | { readonly page: 'files'; readonly person: Person }

/** @param path with its query, e.g. `/app?as=ana&pitch=3`; notifications link to `/pitch/3`, whoever reads them */
export function readAddress(path: string): Page {
  const { pathname, searchParams } = new URL(path, 'http://demo')
  const [, linked] = /^\/pitch\/(\d+)$/.exec(pathname) ?? []
  if (linked !== undefined) return { page: 'choose', of: 'app', pitch: pitchWithId(Number(linked)) }
  if (pathname === '/') return { page: 'landing' }
  if (pathname === '/widgets') return { page: 'widgets' }
  const person = personNamed(searchParams.get('as'))
  if (pathname === '/files') return person ? { page: 'files', person } : { page: 'choose', of: 'files', pitch: null }
  if (pathname !== '/app') return { page: 'missing' }
  const pitch = pitchWithId(Number(searchParams.get('pitch')))
  return person ? { page: 'app', person, pitch } : { page: 'choose', of: 'app', pitch }
}

export const appAddress = (person: Person, pitch: Pitch | null): string =>
  `/app?as=${person.name}${pitch ? `&pitch=${pitch.id}` : ''}`

export const filesAddress = (person: Person): string => `/files?as=${person.name}`
