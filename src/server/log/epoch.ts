import { createHash } from 'node:crypto'
import type { Transaction } from '../database/database.js'
import { meta } from './meta.js'

/**
 * The name of this database's history: kept over restarts and crashes, new when someone starts the history afresh
 * (delete `generation` from rt_meta after restoring a backup, whose offsets mean something else from then on).
 */
export async function readEpoch(tx: Transaction, randomText: () => string): Promise<string> {
  const identity = await meta(tx, 'identity', randomText)
  const generation = await meta(tx, 'generation', randomText)
  return createHash('sha256').update(`${identity}:${generation}`).digest('base64url').slice(0, 10)
}
