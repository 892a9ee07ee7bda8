import type { ShellLabels } from './shellLabels.js'
import { CommandError, OutboxFullError, SignedOutError, SnapshotError } from '../../live/index.js'

/** Why there is nothing to show, for people. */
export function reasonOf(error: unknown, shell: ShellLabels): string {
  if (error instanceof SignedOutError) return shell.signedOut
  if (!(error instanceof SnapshotError)) return shell.unknownFault
  if (error.status === 0) return shell.unreachable
  if (error.status === 401) return shell.signInAgain
  if (error.status === 403) return shell.forbidden
  if (error.status === 404) return shell.notFound
  return shell.serverFault
}

/** Why a command was not done, for people; `null` when there is nobody left to tell. */
export function refusalOf(error: unknown, shell: ShellLabels): string | null {
  if (error instanceof OutboxFullError) return shell.tooMuchWaiting
  // The page's user changed: what the former one asked for is none of the next one's business.
  if (error instanceof CommandError && error.code === 'cancelled') return null
  return error instanceof Error ? error.message : String(error)
}
