import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Libsql from 'libsql'
import { DatabaseError, type Database, type Row, type SqlValue, type Transaction } from './database.js'
import { lockFile } from './fileLock.js'

/**
 * An embedded database file. One connection, so every transaction and read waits for the one before:
 * an async transaction must never have another's statements between its own.
 */
export function openLibsql(file: string): Database {
  mkdirSync(dirname(file), { recursive: true })
  const lock = lockFile(`${file}.lock`)
  const connection = new Libsql(file)
  connection.pragma('journal_mode = WAL')
  // An ack promises durability, so a commit waits for the disk.
  connection.pragma('synchronous = FULL')

  const statements = new Map<string, Libsql.Statement>()
  let last: Promise<unknown> = Promise.resolve()
  let closing: Promise<void> | undefined

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (closing) return Promise.reject(new DatabaseError('closed'))
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }

  const transaction: Transaction = {
    query(sql, parameters = []) {
      try {
        return Promise.resolve(prepare(sql).all(bindable(parameters)) as Row[]) // the driver types rows as unknown
      } catch (cause) {
        return Promise.reject(new DatabaseError(`query failed: ${sql}`, { cause }))
      }
    },
  }

  function prepare(sql: string): Libsql.Statement {
    const known = statements.get(sql)
    if (known) return known
    const statement = connection.prepare(numbered(sql))
    statements.set(sql, statement)
    return statement
  }

  function execute(sql: string): void {
    try {
      connection.exec(sql)
    } catch (cause) {
      throw new DatabaseError(`${sql} failed`, { cause })
    }
  }

  return {
    read: (work) => inTurn(() => work(transaction)),
    write: (work) =>
      inTurn(async () => {
        execute('BEGIN IMMEDIATE')
        try {
          const result = await work(transaction)
          execute('COMMIT')
          return result
        } catch (error) {
          if (connection.inTransaction) execute('ROLLBACK')
          throw error
        }
      }),
    close() {
      closing ??= last.then(() => {
        connection.close()
        lock.release()
      })
      return closing
    },
  }
}

/** The driver binds `$1` by order of appearance; `?1` it binds by number, as Postgres does `$1`. */
const numbered = (sql: string): string => sql.replace(/\$(\d+)/g, '?$1')

/** The driver aborts the whole process on a boolean and takes NaN for NULL, so nothing unexpected may reach it. */
function bindable(parameters: readonly SqlValue[]): SqlValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || Number.isFinite(value)) return value
    throw new TypeError(`cannot bind ${typeof value}`)
  })
}
