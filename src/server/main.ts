import { ConfigError, readConfig } from './config.js'
import { FileInUseError } from './database/fileLock.js'
import { startServer } from './startServer.js'

/** Readiness answers 503 this long before the doors close, so that a load balancer notices. */
const GRACE_MS = 1_000
const LAST_RESORT_MS = 20_000

try {
  const server = await startServer(readConfig(process.env))
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      setTimeout(() => process.exit(1), LAST_RESORT_MS).unref()
      server.close({ graceMs: GRACE_MS }).then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      )
    })
} catch (error) {
  fail(error)
}

function fail(error: unknown): never {
  const expected = error instanceof ConfigError || error instanceof FileInUseError || isPortTaken(error)
  console.error(expected ? `Cannot start: ${error.message}` : error)
  process.exit(1)
}

function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}
