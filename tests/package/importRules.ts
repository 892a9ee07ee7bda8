import { posix } from 'node:path'
import { importsOf, type Import } from './imports.js'

export interface SourceFile {
  /** From the top of the repository, with slashes. */
  readonly path: string
  readonly source: string
}

export interface House {
  /** Packages that the library declares. */
  readonly library: readonly string[]
  /** Packages that the server declares. */
  readonly server: readonly string[]
  /** Files whose exports have a public name, e.g. `src/hooks/useWebSocket.js`. */
  readonly published: readonly string[]
}

type Layer = 'protocol' | 'live' | 'react' | 'components' | 'index' | 'server' | 'demo' | 'tests'

/** Folder = what it may import: an arrow may only run to the right of the colon. */
const REACHES: Readonly<Record<Layer, readonly Layer[]>> = {
  protocol: ['protocol'],
  live: ['live', 'protocol'],
  react: ['react', 'live', 'protocol'],
  components: ['components', 'react', 'live', 'protocol'],
  index: ['components', 'react', 'live', 'protocol'],
  server: ['server', 'protocol'],
  demo: ['demo'],
  tests: ['tests'],
}

/** The rooms of the engine. `ground`: what lies beside them and is theirs to use; whatever else lies there composes them. */
type Room = 'ground' | 'reports' | 'connection' | 'sync' | 'records' | 'outbox' | 'status' | 'uploads' | 'drafts'

const GROUND = ['backend', 'backoff', 'clock', 'environment', 'hold', 'questions']

/** What each room may load, and what it may know the types of besides. */
const ROOMS: Readonly<Record<Room, { readonly loads: readonly Room[]; readonly knows: readonly Room[] }>> = {
  ground: { loads: [], knows: [] },
  reports: { loads: [], knows: ['ground'] },
  connection: { loads: ['ground', 'reports'], knows: [] },
  sync: { loads: ['ground'], knows: ['reports', 'connection'] },
  records: { loads: ['ground', 'sync'], knows: ['reports'] },
  outbox: { loads: ['ground', 'records'], knows: ['reports', 'connection'] },
  status: { loads: ['ground', 'reports', 'outbox'], knows: ['connection'] },
  uploads: { loads: ['ground', 'records'], knows: ['reports', 'connection'] },
  drafts: { loads: ['ground'], knows: ['outbox'] },
}

const FOLDERS: readonly (readonly [folder: string, layer: Layer])[] = [
  ['src/protocol/', 'protocol'],
  ['src/live/', 'live'],
  ['src/contexts/', 'react'],
  ['src/hooks/', 'react'],
  ['src/components/', 'components'],
  ['src/server/', 'server'],
  ['src/demo/', 'demo'],
  ['src/index.ts', 'index'],
  ['tests/', 'tests'],
]

const SHELL = 'src/components/shell/'

const isRoom = (name: string): name is Room => Object.hasOwn(ROOMS, name)

const layerOf = (path: string): Layer | null => FOLDERS.find(([folder]) => path.startsWith(folder))?.[1] ?? null

/** What a stream that both ends load may be made of. */
const SHARED = new Set(['pitchey-live/core', 'valibot'])

const LIBRARY = new Set<Layer>(['protocol', 'live', 'react', 'components', 'index'])

/** What breaks the house plan, in words; empty when nothing does. */
export function violations(files: readonly SourceFile[], house: House): string[] {
  return files.flatMap(({ path, source }) => {
    const layer = layerOf(path)
    if (!layer) return [`${path} is in no layer`]
    return importsOf(source).flatMap((one) => {
      const why = one.from.startsWith('.') ? wrongArrow(path, layer, one, house) : wrongPackage(path, layer, one, house)
      return why === null ? [] : [`${path} imports ${one.from}: ${why}`]
    })
  })
}

function wrongArrow(path: string, layer: Layer, { from, typeOnly }: Import, house: House): string | null {
  const target = posix.join(posix.dirname(path), from)
  const reached = target === 'src/index.js' ? 'index' : layerOf(target)
  if (reached === null) return 'it leads out of every layer'
  // What has no public name is tested where it is; what has one, as users write it.
  if (path.startsWith('tests/browser/') && reached !== 'server' && reached !== 'demo')
    return reached === 'index' || house.published.includes(target) ? 'it is imported by its public name' : null
  if (path.startsWith('src/demo/streams/') && !target.startsWith('src/demo/streams/')) return 'the server runs it, too'
  if (!REACHES[layer].includes(reached)) return `${layer} may not import ${reached}`
  if (path.startsWith(SHELL) && reached === 'components' && !target.startsWith(SHELL) && !typeOnly)
    return 'what every component is made of knows none of them'
  return layer === 'live' && reached === 'live' ? wrongRoom(roomOf(path), roomOf(target), typeOnly) : null
}

/** The folder within the engine; `null` for what composes them. */
function roomOf(path: string): string | null {
  const [first = '', ...inside] = path.slice('src/live/'.length).split('/')
  if (inside.length > 0) return first
  return GROUND.includes(first.replace(/\.[jt]s$/, '')) ? 'ground' : null
}

function wrongRoom(from: string | null, to: string | null, typeOnly: boolean): string | null {
  if (from === null || from === to) return null
  if (!isRoom(from)) return `${from} is no room of the engine`
  if (to === null) return 'no room knows how it is composed'
  const { loads, knows } = ROOMS[from]
  const known: readonly string[] = typeOnly ? [...loads, ...knows] : loads
  return known.includes(to) ? null : `${from} may not ${typeOnly ? 'know' : 'load'} ${to}`
}

function wrongPackage(path: string, layer: Layer, { from, typeOnly }: Import, house: House): string | null {
  const name = packageOf(from)
  if (name === 'partysocket' && path !== 'src/live/connection/transport.ts')
    return 'only the transport knows of partysocket'
  if (name === 'tus-js-client' && layer !== 'tests' && path !== 'src/live/uploads/sender.ts')
    return 'only the sender knows of tus'
  if (name === 'pitchey-live' && LIBRARY.has(layer)) return 'the library may not import itself by name'
  if (layer === 'tests') return null
  if (path.startsWith('src/demo/streams/') && !SHARED.has(from)) return 'the server runs it, too'
  if (layer === 'server') {
    const known = name.startsWith('node:') || name === 'valibot' || house.server.includes(name)
    return known ? null : 'the server does not depend on it'
  }
  if (name.startsWith('node:') || house.server.includes(name)) return 'only the server may'
  if (layer === 'protocol' && name !== 'valibot') return 'the protocol imports valibot and nothing else'
  if (layer === 'live' && /^react(?:-dom)?$/.test(name)) return 'the engine knows nothing of React'
  if (layer === 'live' && name.startsWith('@tanstack/') && !typeOnly)
    return 'types only: a second copy of query-core would batch on the wrong notifyManager'
  if (LIBRARY.has(layer) && !house.library.includes(name)) return 'the package does not depend on it'
  return null
}

/** `@scope/name/path` → `@scope/name`. */
export function packageOf(from: string): string {
  if (from.startsWith('node:')) return from
  const [first = '', second = ''] = from.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}
