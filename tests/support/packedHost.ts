import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/**
 * Why: what people install is neither `src` nor `dist`, but what `npm pack` puts into the tarball. So an application is
 * made in a folder far from this repository, and given the tarball.
 */
export interface PackedHost {
  /** Runs a program that the host has installed. Rejects with what it printed when it fails. */
  run(program: string, ...args: readonly string[]): Promise<string>
  /** Runs one of the host's files. */
  node(file: string): Promise<string>
  /** Packages in the host's `node_modules`, nested ones included. */
  packages(): string[]
  /** The library's own code and declarations, as installed. */
  library(): { path: string; source: string }[]
  /** What `vite build` made for browsers, in one text. */
  built(): string
  path(name: string): string
  remove(): void
}

const top = fileURLToPath(new URL('../../', import.meta.url))
const exec = promisify(execFile)

/** @param env the host's `.env` */
export async function installPackedHost(env: string): Promise<PackedHost> {
  const folder = mkdtempSync(join(tmpdir(), 'host-'))
  const path = (name: string) => join(folder, name)
  cpSync(join(top, 'tests/package/host'), folder, { recursive: true })
  writeFileSync(path('.env'), env)
  await command('npm', ['run', 'build:lib'], top)
  const packed = await command('npm', ['pack', '--silent', '--pack-destination', folder], top)
  const { devDependencies } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as Manifest
  const versionsOf = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, devDependencies[name] ?? '*']))
  const manifest = {
    private: true,
    type: 'module',
    dependencies: {
      'pitchey-live': `file:./${packed.trim()}`,
      ...versionsOf('@tanstack/react-query', 'react', 'react-dom'),
    },
    devDependencies: versionsOf('@types/react', '@types/react-dom', '@vitejs/plugin-react', 'typescript', 'vite'),
  }
  writeFileSync(path('package.json'), JSON.stringify(manifest, null, 2))
  writeFileSync(
    path('vite.config.js'),
    "import react from '@vitejs/plugin-react'\nexport default { plugins: [react()] }\n",
  )
  await command('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], folder)
  return {
    run: (program, ...args) => command(path(`node_modules/.bin/${program}`), args, folder),
    node: (file) => command(process.execPath, [file], folder),
    packages: () => packagesIn(path('node_modules')),
    library: () => {
      const root = path('node_modules/pitchey-live/dist/lib')
      return readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:js|d\.ts)$/.test(name))
        .map((name) => ({ path: name, source: readFileSync(join(root, name), 'utf8') }))
    },
    built: () => {
      const assets = path('dist/assets')
      const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
      return scripts.map((name) => readFileSync(join(assets, name), 'utf8')).join('\n')
    },
    path,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>
}

/** As on a machine that knows nothing of tests: Vite would take their variables for its own. */
async function command(file: string, args: readonly string[], cwd: string): Promise<string> {
  const { VITEST: _, NODE_ENV: __, ...env } = process.env
  try {
    const { stdout } = await exec(file, args, { cwd, env })
    return stdout
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${file} ${args.join(' ')} failed\n${stdout ?? ''}\n${stderr ?? String(error)}`, { cause: error })
  }
}

function packagesIn(modules: string): string[] {
  if (!existsSync(modules)) return []
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((sub) => `${name}/${sub}`) : [name],
    )
    .flatMap((name) => [name, ...packagesIn(join(modules, name, 'node_modules'))])
}
