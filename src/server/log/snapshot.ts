import type { Snapshot } from '../../protocol/control.js'
import { numberAt, textAt, type Transaction } from '../database/database.js'
import type { Target } from '../authorize.js'
import { initialState } from './heldTopic.js'

/** Head and fold of a durable topic, of one instant. Never the domain rows: they may be ahead of the log. */
export async function readSnapshot(tx: Transaction, epoch: string, target: Target): Promise<Snapshot> {
  const [row] = await tx.query('SELECT head, state FROM rt_topic WHERE topic = $1', [target.topic])
  return {
    topic: target.name,
    epoch,
    offset: row ? numberAt(row, 'head') : 0,
    data: row ? JSON.parse(textAt(row, 'state')) : initialState(target),
  }
}

export async function readHead(tx: Transaction, topic: string): Promise<number> {
  const [row] = await tx.query('SELECT head FROM rt_topic WHERE topic = $1', [topic])
  return row ? numberAt(row, 'head') : 0
}
