import { createHash } from 'node:crypto'
import { ProtocolError } from '../protocol/errorCodes.js'
import type { Clock } from './clock.js'
import { textAt, type Database } from './database/database.js'
import type { Session } from './token.js'

/** Stand-ins for a token in the socket's URL, which proxies like to log: short-lived and good for one connect. */
export interface Tickets {
  issue(session: Session): Promise<{ readonly token: string; readonly expiresAt: number }>
  /** @throws ProtocolError `unauthorized` */
  redeem(ticket: string): Promise<Session>
}

const LIFETIME_MS = 60_000
const PREFIX = 'ticket_'

export const isTicket = (token: string): boolean => token.startsWith(PREFIX)

export function createTickets(database: Database, clock: Clock, randomText: () => string): Tickets {
  return {
    async issue(session) {
      const token = `${PREFIX}${randomText()}`
      const expiresAt = Math.min(clock.now() + LIFETIME_MS, session.expiresAt)
      await database.write((tx) =>
        tx.query('INSERT INTO rt_ticket (hash, session, expires_at) VALUES ($1, $2, $3)', [
          hash(token),
          JSON.stringify(session),
          expiresAt,
        ]),
      )
      return { token, expiresAt }
    },
    async redeem(ticket) {
      const [row] = await database.write((tx) =>
        tx.query('DELETE FROM rt_ticket WHERE hash = $1 AND expires_at > $2 RETURNING session', [
          hash(ticket),
          clock.now(),
        ]),
      )
      if (!row) throw new ProtocolError('unauthorized', 'The ticket was used or has expired')
      return JSON.parse(textAt(row, 'session')) as Session // `issue` wrote it
    },
  }
}

/** Whoever reads the database cannot use what it holds. */
const hash = (ticket: string): string => createHash('sha256').update(ticket).digest('base64url')
