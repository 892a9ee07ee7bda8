import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { closeAction } from '../../src/protocol/closeCodes.js'
import { ERROR_STATUS } from '../../src/protocol/errorCodes.js'

const top = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, top), 'utf8')

/** `[code, what it means]`, as the type says it. */
const documented = [
  ...read('src/live/reports/report.ts').matchAll(/\/\*\* (.+) \*\/\n +\| (?:'(\w+)'|`closed_\$\{number\}`)$/gm),
].map(([, words = '', code = 'closed_…']) => [code, words] as const)
const codes = documented.map(([code]) => code)

/** The code that the engine gives a fault, wherever it makes one; and of halts and refusals, which are told as faults. */
const MADE = [/report\(\{\s*code: '(\w+)'/g, /\bhalt\('(\w+)'/g, /onRefusal\(topic, '(\w+)'/g]
const sources = ['src/live/', 'src/contexts/'].flatMap((folder) =>
  readdirSync(new URL(folder, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => read(`${folder}${name}`)),
)
const made = new Set(
  sources.flatMap((source) => MADE.flatMap((pattern) => [...source.matchAll(pattern)].map(([, code = '']) => code))),
)

/** Why a closed socket halts, for any code that it may be closed with. */
const reasons = new Set<string>()
for (let code = 1000; code < 5000; code += 1) {
  const action = closeAction(code)
  if (action.do === 'halt') reasons.add(action.reason.replace(/^closed_\d+$/, 'closed_…'))
}

it('the README’s table of codes says what the type says', () => {
  expect(codes.length).toBeGreaterThan(10)
  const rows = documented.map(([code, words]) => `| \`${code}\` | ${words} |`)
  expect(read('README.md')).toContain(`| --- | --- |\n${rows.join('\n')}\n| any other |`)
})

it('every code that the engine gives a fault is in it', () => {
  expect(made.size).toBeGreaterThan(8)
  const known = new Set<string>([...codes, ...Object.keys(ERROR_STATUS)])
  expect([...made].filter((code) => !known.has(code))).toEqual([])
})

it('and so is every reason for which a closed socket halts', () => {
  expect(reasons.size).toBe(3)
  expect(codes).toEqual(expect.arrayContaining([...reasons]))
})

it('no code is in it that the engine never gives', () => {
  expect(codes.filter((code) => !made.has(code) && !reasons.has(code))).toEqual([])
})
