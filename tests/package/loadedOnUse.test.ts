import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

it('what sends files is fetched with the first file, not with the page', async () => {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/index.ts', import.meta.url))],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    outdir: 'out',
    write: false,
    metafile: true,
    external: ['react', 'react-dom', '@tanstack/react-query'],
    logLevel: 'error',
  })
  const outputs = Object.entries(metafile.outputs)
  const withPage = new Set(outputs.flatMap(([path, { entryPoint }]) => (entryPoint === 'src/index.ts' ? [path] : [])))
  for (const path of withPage)
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement') withPage.add(next)
  const inputsOf = (wanted: (path: string) => boolean) =>
    outputs.filter(([path]) => wanted(path)).flatMap(([, { inputs }]) => Object.keys(inputs))
  const isTus = (path: string) => path.includes('/tus-js-client/')
  expect(inputsOf((path) => withPage.has(path))).toContain('src/live/uploads/sender.ts')
  expect(inputsOf((path) => withPage.has(path)).filter(isTus)).toEqual([])
  expect(inputsOf((path) => !withPage.has(path)).filter(isTus)).not.toEqual([])
})
