import { pino, type Logger } from 'pino'
import type { LogLevel } from './config.js'

/** Lines of JSON on stdout. No call passes a token, a ticket or a whole URL. */
export type Log = Logger

export const createLog = (level: LogLevel): Log => pino({ level, base: null })
