/** Reads import lines without a compiler, so that the rules about them cost nothing and see type-only ones too. */

export interface Import {
  readonly from: string
  /** Erased before it runs. `import { type A }` is not: its file is still loaded. */
  readonly typeOnly: boolean
}

const STATIC = /^[ \t]*(?:import|export)\s+(?:(type)\s+(?!from\b))?[^'";]*?\bfrom\s*['"]([^'"]+)['"]/gm
const BARE = /^[ \t]*import\s*['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*(?:\/\*.*?\*\/\s*)?['"`]([^'"`]+)['"`]/g

export function importsOf(source: string): Import[] {
  return [
    ...[...source.matchAll(STATIC)].map(([, type, from = '']) => ({ from, typeOnly: type !== undefined })),
    ...[...source.matchAll(BARE)].map(([, from = '']) => ({ from, typeOnly: false })),
    ...[...source.matchAll(DYNAMIC)].map(([, from = '']) => ({ from, typeOnly: false })),
  ]
}
