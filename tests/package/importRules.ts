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

function wrongArrow(path: string, layer: Layer, { from }: Import, house: House): string | null {
  const target = posix.join(posix.dirname(path), from)
  const reached = target === 'src/index.js' ? 'index' : layerOf(target)
  if (reached === null) return 'it leads out of every layer'
  // What has no public name is tested where it is; what has one, as users write it.
  if (path.startsWith('tests/browser/') && reached !== 'server' && reached !== 'demo')
    return reached === 'index' || house.published.includes(target) ? 'it is imported by its public name' : null
  if (path.startsWith('src/demo/streams/') && !target.startsWith('src/demo/streams/')) return 'the server runs it, too'
  return REACHES[layer].includes(reached) ? null : `${layer} may not import ${reached}`
}

function wrongPackage(path: string, layer: Layer, { from, typeOnly }: Import, house: House): string | null {
  const name = packageOf(from)
  if (name === 'partysocket' && path !== 'src/live/transport.ts') return 'only the transport knows of partysocket'
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
