import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Builds server and demo as for production, beside `dist`, so that nobody's own build is disturbed. */
export default function buildDemo() {
  // Vite must not take this for a test of its own.
  const { VITEST: _, NODE_ENV: __, ...env } = process.env
  const top = fileURLToPath(new URL('../../', import.meta.url))
  const build = (part: string, ...args: string[]) =>
    execFileSync('npx', ['vite', 'build', '--outDir', `${top}dist/e2e/${part}`, '--logLevel', 'warn', ...args], {
      cwd: top,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  build('demo')
  build('server', '--mode', 'server')
}
