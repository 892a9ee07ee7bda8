import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = `${root}/dist/documents`
const DOCUMENTS = ['README.md', 'docs/how-it-works.md']

afterAll(() => rm(folder, { recursive: true, force: true }))

it('every example in the documents compiles, as strictly as our own code', async () => {
  await mkdir(folder, { recursive: true })
  let examples = 0
  for (const document of DOCUMENTS) {
    const text = await readFile(`${root}/${document}`, 'utf8')
    for (const [, kind, code] of text.matchAll(/^```(tsx?)\n([\s\S]*?)^```$/gm)) {
      examples += 1
      // Examples that belong together say in their first line what they are called.
      const [, name = `example${examples}.${kind}`] = /^\/\/ (\S+\.tsx?)\n/.exec(code ?? '') ?? []
      await writeFile(`${folder}/${name}`, code ?? '')
    }
  }
  expect(examples).toBeGreaterThanOrEqual(2)
  const paths = {
    'pitchey-live': [`${root}/src/index.ts`],
    'pitchey-live/core': [`${root}/src/live/index.ts`],
    'pitchey-live/sentry': [`${root}/src/live/sentry.ts`],
  }
  const config = { extends: `${root}/tsconfig.json`, compilerOptions: { paths, noEmit: true }, include: ['.'] }
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify(config))
  const compiled = await promisify(execFile)(`${root}/node_modules/.bin/tsc`, ['-p', folder]).then(
    () => 'compiles',
    ({ stdout }: { stdout: string }) => stdout,
  )
  expect(compiled).toBe('compiles')
})
