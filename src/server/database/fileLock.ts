import Libsql from 'libsql'

/** The file belongs to a server that is running. */
export class FileInUseError extends Error {
  override readonly name = 'FileInUseError'
}

/**
 * A lock that the operating system drops with the process, `kill -9` included: an exclusive transaction on a file of
 * its own. (A file that merely exists would outlive a crash; the database's own locks are shared under WAL.)
 */
export function lockFile(file: string): { release(): void } {
  const connection = new Libsql(file)
  try {
    connection.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    connection.close()
    throw new FileInUseError(`Another server is using this database (${file} is locked)`, { cause })
  }
  return { release: () => connection.close() }
}
