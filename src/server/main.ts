import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ConfigError, readConfig } from './config.js'
import { FileInUseError } from './database/fileLock.js'
import { startServer, type RunningServer } from './startServer.js'

/**
 * Starts the server that these variables describe.
 * @throws ConfigError and FileInUseError, whose messages are for people
 */
export const startFromEnvironment = (env: Readonly<Record<string, string | undefined>>): Promise<RunningServer> =>
  Promise.resolve(env).then(readConfig).then(startServer)

/** Readiness answers 503 this long before the doors close, so that a load balancer notices. */
const GRACE_MS = 1_000
const LAST_RESORT_MS = 20_000

async function runUntilStopped(): Promise<void> {
  const server = await startFromEnvironment(process.env)
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      setTimeout(() => process.exit(1), LAST_RESORT_MS).unref()
      server.close({ graceMs: GRACE_MS }).then(() => process.exit(0), fail)
    })
}

function fail(error: unknown): never {
  console.error(isExpected(error) ? `Cannot start: ${error.message}` : error)
  process.exit(1)
}

function isExpected(error: unknown): error is Error {
  if (error instanceof ConfigError || error instanceof FileInUseError) return true
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}

// The dev server imports this file; only the one that `node` was given runs by itself.
const entry = process.argv[1]
if (entry !== undefined && realpathSync(entry) === fileURLToPath(import.meta.url)) runUntilStopped().catch(fail)
