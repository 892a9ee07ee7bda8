/**
 * Why: our look must not depend on what else a page has. So the pages of hosts are made as hosts make them: by the real
 * Tailwind 3 and 4, with our stylesheet before theirs and behind it.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import postcss from 'postcss'
import { compile } from 'tailwindcss'
import tailwind3 from 'tailwind3'

export interface Hosts {
  /** All that a page of this host is styled by, e.g. of `Tailwind 3, imported after`. */
  readonly [name: string]: string
}

/** What the hosts' own pages use, here and there. */
const UTILITIES = ['bg-red-500', 'rounded-none', 'mt-4']

/** Room for each card, the same in each host; and a font, for which our components ask the host. Its own buttons are its own affair. */
const PAGE = `
  body { margin: 0; font-family: 'DejaVu Sans', sans-serif }
  [data-card] { display: grid; box-sizing: content-box; inline-size: 30rem; padding: 1rem; background: #fff }
  .buttons { block-size: 2rem; overflow: hidden; opacity: 0 }
`

export async function buildHosts(): Promise<Hosts> {
  const [plain, layered, three, four] = await Promise.all([
    ours('styles.css'),
    ours('styles.layered.css'),
    buildTailwind3(),
    buildTailwind4(),
  ])
  const page = (...sheets: readonly string[]) => [...sheets, PAGE].join('\n')
  return {
    'no Tailwind': page(plain),
    'Tailwind 3, imported after ours': page(plain, three),
    'Tailwind 3, imported before ours': page(three, plain),
    'Tailwind 4, imported after ours': page(plain, four),
    'Tailwind 4, imported before ours': page(four, plain),
    'Tailwind 4, imported after ours in its layer': page(layered, four),
  }
}

async function ours(name: string): Promise<string> {
  const entry = fileURLToPath(new URL(`../../src/components/${name}`, import.meta.url))
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, logLevel: 'warning' })
  return outputFiles.map(({ text }) => text).join('\n')
}

async function buildTailwind3(): Promise<string> {
  const content = [{ raw: `<p class="${UTILITIES.join(' ')}">`, extension: 'html' }]
  const sheet = '@tailwind base; @tailwind components; @tailwind utilities;'
  // The rules are what is asked for: here nobody builds for two.
  const { css } = await postcss([tailwind3({ content })]).process(sheet, { from: undefined })
  return css
}

async function buildTailwind4(): Promise<string> {
  const loadStylesheet = async (id: string, base: string) => {
    const path = require.resolve(id === 'tailwindcss' ? 'tailwindcss/index.css' : id)
    return { path, base, content: await readFile(path, 'utf8') }
  }
  const compiler = await compile('@import "tailwindcss";', { base: '/', loadStylesheet })
  return compiler.build(UTILITIES)
}

const require = createRequire(import.meta.url)
