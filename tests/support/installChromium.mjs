/** `npm run setup:browser`: the browser tests need a Chromium, and finding out how is no task for a newcomer. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const expected = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** @param {string} command @param {readonly string[]} args @param {Record<string, string>} [env] */
function run(command, args, env = {}) {
  console.log(`$ ${[command, ...args].join(' ')}`)
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  return status === 0 && !error
}

/** @param {string} words */
function giveUp(words) {
  console.error(`\n${words}\nInstall any Chromium or Chrome yourself and set CHROMIUM_PATH to its executable.`)
  process.exit(1)
}

const isRoot = process.getuid?.() === 0
const hasApt = existsSync('/usr/bin/apt-get')

if (existsSync(expected)) {
  console.log(`There is a Chromium at ${expected}: nothing to do.`)
} else if (process.env['CHROMIUM_PATH'] !== undefined) {
  giveUp(`CHROMIUM_PATH says ${expected}, where there is nothing. Correct it, or unset it and run this again.`)
} else if (hasApt && isRoot) {
  const quietly = { DEBIAN_FRONTEND: 'noninteractive' }
  const packages = ['chromium', 'fonts-liberation', 'fonts-noto-color-emoji']
  const done =
    run('apt-get', ['update', '-q'], quietly) &&
    run('apt-get', ['install', '-qy', '--no-install-recommends', ...packages], quietly)
  if (!done || !existsSync(expected)) giveUp('apt-get installed no Chromium: on Ubuntu it comes as a snap, elsewhere.')
  console.log(`\nInstalled Chromium from the system's packages: ${expected}. The tests find it there.`)
} else {
  console.log('Not root on Debian: taking the browser that Playwright offers.')
  if (!run('npx', ['playwright', 'install', 'chromium'])) giveUp('Playwright could not fetch its Chromium.')
  const { chromium } = await import('playwright')
  console.log(`\nInstalled. The tests look for it where this says, so put it into your shell's profile:`)
  console.log(`\n  export CHROMIUM_PATH='${chromium.executablePath()}'\n`)
}
