import { hostCallback } from './hostCallback.js'
import { redact } from './redact.js'
import type { Clock } from '../clock.js'
import type { ErrorCode } from '../../protocol/errorCodes.js'

/**
 * Every code that the engine gives a fault. They are stable: what is written here is the README's table, and a test holds
 * both against what the engine really says.
 */
export type FaultCode =
  /** `getSession` rejected, or did not answer within 10 s. Asked again with backoff. */
  | 'session_failed'
  /** The server refused a fresh token, too. The connection is halted until there is another one. */
  | 'unauthorized'
  /** Of a topic: its server will not show it to this user; without one, the connection is halted. */
  | 'forbidden'
  /** The user has too many pages open. The connection is halted until this page is looked at again. */
  | 'too_many_connections'
  /** The server closed the socket with that code. Dialled again, slowly; from 4500 to 4999, the connection is halted. */
  | `closed_${number}`
  /** A frame, or something in one, was not a message. It was left out. */
  | 'unreadable_frame'
  /** A message of a type that PROTOCOL.md does not know. It was left out. */
  | 'unknown_message'
  /** `subscribe` was not answered within 10 s. Asked again with backoff. */
  | 'unanswered'
  /** An event did not fit its schema, or its reducer threw. The topic's queries are fetched anew. */
  | 'event_failed'
  /** The `optimistic` reducer of a command threw. Its effect is shown when the server's event comes. */
  | 'layer_failed'
  /** `invalidates` of an event threw. Nothing was refetched for it. */
  | 'invalidation_failed'
  /** A snapshot or page did not fit its schema. The query is in error. */
  | 'snapshot_invalid'
  /** A command was not delivered within 24 h, and is given up. */
  | 'command_expired'
  /** Sending a command over REST failed in a way that no server answers. It goes on waiting. */
  | 'command_failed'
  /** The browser's locks failed: each tab delivers what it knows of. What is sent twice still takes effect once. */
  | 'lock_failed'
  /** The store of commands failed. They wait in memory, and are lost with the page. */
  | 'commands_unkept'
  /** The store of `remember`, or of unfinished uploads, failed. Nothing is kept for the next visit, and all else goes on. */
  | 'storage_failed'
  /** What the server answered to a subscription, or to nobody's question. */
  | ErrorCode

/** Something went wrong that no caller is waiting to be told. Messages are for people, and hold no token. */
export interface Fault {
  /** A server newer than this library may have codes of its own: they are passed on as they are. */
  readonly code: FaultCode | (string & Record<never, never>)
  readonly message: string
  readonly topic?: string
  /** How often it happened since it was last told, this time included; absent the first time. */
  readonly count?: number
}
export type Report = (fault: Fault) => void

/** What goes on happening is said again this often. */
const PAUSE_MS = 60_000
/** Faults remembered. Who has more of them at once is told of some again. */
const REMEMBERED = 200

export interface ReportOptions {
  readonly clock: Clock
  readonly onError: Report | undefined
  /** The token in use, which no message may hold. */
  readonly token: () => string | undefined
}

/** Tells a host each distinct fault, by code and topic, once; and again, with a count, after a pause at the earliest. */
export function createReport({ clock, onError, token }: ReportOptions): Report {
  const told = new Map<string, { at: number; since: number }>()
  const tell = hostCallback('onError', onError)
  return (fault) => {
    const key = `${fault.code} ${fault.topic ?? ''}`
    const before = told.get(key)
    if (before) {
      before.since += 1
      if (clock.now() < before.at + PAUSE_MS) return
    } else if (told.size >= REMEMBERED) {
      const [oldest] = told.keys()
      if (oldest !== undefined) told.delete(oldest)
    }
    told.delete(key)
    told.set(key, { at: clock.now(), since: 0 })
    const message = readable(redact(fault.message, token()))
    tell({ ...fault, message, ...(before ? { count: before.since } : {}) })
  }
}

/** What browsers and databases reject with is often an `Event`, which says nothing in words. */
const readable = (message: string): string => message.replaceAll(/\[object (\w+)\]/g, 'an $1 without a message')

/** What went wrong, in the words of whoever threw it. */
export const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))
