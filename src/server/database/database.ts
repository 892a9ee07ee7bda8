/**
 * Storage as the server sees it. The SQL is the part that SQLite and Postgres share: `$1` parameters, ON CONFLICT,
 * RETURNING, BIGINT milliseconds from the server's clock, JSON as TEXT.
 */
export interface Database {
  /** One consistent view of the data. */
  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** All or nothing, durable when the promise resolves. */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** Waits for what runs, then lets go. */
  close(): Promise<void>
}

export interface Transaction {
  readonly query: (sql: string, parameters?: readonly SqlValue[]) => Promise<readonly Row[]>
}

export type SqlValue = string | number | null
export type Row = Readonly<Record<string, unknown>>

/** The storage failed, not the caller. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}

export function textAt(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new DatabaseError(`column ${column} is not text`)
  return value
}

export function numberAt(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new DatabaseError(`column ${column} is not a number`)
  return value
}
