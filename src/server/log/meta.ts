import { textAt, type Transaction } from '../database/database.js'

/** The stored value of this key; the first caller's value is kept for good. */
export async function meta(tx: Transaction, key: string, first: () => string): Promise<string> {
  await tx.query('INSERT INTO rt_meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING', [key, first()])
  const [row] = await tx.query('SELECT value FROM rt_meta WHERE key = $1', [key])
  return row ? textAt(row, 'value') : first()
}
