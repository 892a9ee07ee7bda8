import { CommandError, OutboxFullError, SignedOutError, SnapshotError } from '../live/index.js'

/** Why there is nothing to show, for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof SignedOutError) return 'You are not signed in.'
  if (!(error instanceof SnapshotError)) return 'Something went wrong.'
  if (error.status === 0) return 'The server cannot be reached.'
  if (error.status === 401) return 'You need to sign in again.'
  if (error.status === 403) return 'You do not have access to this.'
  if (error.status === 404) return 'This does not exist.'
  return 'The server has a problem.'
}

/** Why a command was not done, for people; `null` when there is nobody left to tell. */
export function refusalOf(error: unknown): string | null {
  if (error instanceof OutboxFullError) return 'Too many changes are waiting to be sent. Try again when you are online.'
  // The page's user changed: what the former one asked for is none of the next one's business.
  if (error instanceof CommandError && error.code === 'cancelled') return null
  return error instanceof Error ? error.message : String(error)
}
