import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The demo's pages, next to the built server. */
export function builtPages(): string | null {
  const root = fileURLToPath(new URL('../demo', import.meta.url))
  return existsSync(`${root}/index.html`) && existsSync(`${root}/assets`) ? root : null
}

/** The demo's own streams, built with the server. */
export function builtStreams(): readonly string[] {
  const file = fileURLToPath(new URL('demoStreams.js', import.meta.url))
  return existsSync(file) ? [file] : []
}
