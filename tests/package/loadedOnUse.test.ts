import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

it('what sends files is fetched with the first file, and what shows long lists with the first of those, not with the page', async () => {
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
  const isLater = (path: string) => /\/(?:tus-js-client|virtua)\//.test(path)
  expect(inputsOf((path) => withPage.has(path))).toContain('src/live/uploads/sender.ts')
  expect(inputsOf((path) => withPage.has(path)).filter(isLater)).toEqual([])
  const later = inputsOf((path) => !withPage.has(path)).join()
  expect(later).toContain('/tus-js-client/')
  expect(later).toContain('/virtua/')
  expect(later).toContain('src/components/presence/LongUserList.tsx')
})
