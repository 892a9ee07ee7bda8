import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Why: some promises are about a process: what survives `kill -9`, what a signal does, what is printed. */
export interface ServerProcess {
  readonly child: ChildProcess
  readonly port: number
  /** Everything printed so far, both streams. */
  output(): string
  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<number | null>
}

const main = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url))

/** Runs `npm run server` without npm. Only these variables are set, and `PATH`. */
function spawnServer(env: Record<string, string>): Omit<ServerProcess, 'port'> & { exited: Promise<number | null> } {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null))
  return {
    child,
    exited,
    output: () => output,
    kill(signal) {
      child.kill(signal)
      return exited
    },
  }
}

/** Waits until it listens; fails with its output when it ends instead. */
export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const started = spawnServer(env)
  const port = await new Promise<number>((resolve, reject) => {
    started.child.stdout?.on('data', () => {
      const match = /"port":(\d+),.*"msg":"listening"/.exec(started.output())
      if (match) resolve(Number(match[1]))
    })
    started.exited.then(() => reject(new Error(`The server ended: ${started.output()}`)), reject)
  })
  return { ...started, port }
}
