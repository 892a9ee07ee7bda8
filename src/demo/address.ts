import { personNamed, pitchWithId, type Person, type Pitch } from './cast.js'

/** Every page of the demo, as its address says it. */
export type Page =
  | { readonly page: 'landing' }
  | { readonly page: 'app'; readonly person: Person; readonly pitch: Pitch | null; readonly isEditing: boolean }
  /** Nobody, or nobody we know, was named: whose screen shall it be? */
  | { readonly page: 'choose'; readonly pitch: Pitch | null }
  | { readonly page: 'widgets' }
  | { readonly page: 'conflict' }
  | { readonly page: 'missing' }

/** @param path with its query, e.g. `/app?as=ana&pitch=3&edit`; notifications link to `/pitch/3`, whoever reads them */
export function readAddress(path: string): Page {
  const { pathname, searchParams } = new URL(path, 'http://demo')
  const [, linked] = /^\/pitch\/(\d+)$/.exec(pathname) ?? []
  if (linked !== undefined) return { page: 'choose', pitch: pitchWithId(Number(linked)) }
  if (pathname === '/') return { page: 'landing' }
  if (pathname === '/widgets') return { page: 'widgets' }
  if (pathname === '/conflict') return { page: 'conflict' }
  if (pathname !== '/app') return { page: 'missing' }
  const person = personNamed(searchParams.get('as'))
  const pitch = pitchWithId(Number(searchParams.get('pitch')))
  if (!person) return { page: 'choose', pitch }
  return { page: 'app', person, pitch, isEditing: pitch !== null && searchParams.has('edit') }
}

export const appAddress = (person: Person, pitch: Pitch | null): string =>
  `/app?as=${person.name}${pitch ? `&pitch=${pitch.id}` : ''}`

export const editorAddress = (person: Person, pitch: Pitch): string => `${appAddress(person, pitch)}&edit`
