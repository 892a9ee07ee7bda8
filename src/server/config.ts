import { resolve } from 'node:path'

/** Everything the environment decides. See `.env.example` for words and defaults. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly jwtSecret: string | null
  readonly jwksUrl: URL | null
  readonly jwtIssuer: string | null
  readonly jwtAudience: string | null
  /** `null`: the origins of a development machine. */
  readonly allowedOrigins: readonly string[] | null
  readonly databaseFile: string
  readonly uploadDir: string
  /** What may be uploaded, e.g. `image/*`; `null`: anything. */
  readonly uploadTypes: readonly string[] | null
  /** Bytes that one user's files may have together, unfinished ones by the size they will have. */
  readonly uploadQuota: number
  /** Uploads that one user may have begun and not ended. */
  readonly uploadsAtOnce: number
  /** Modules of additional streams. */
  readonly streamFiles: readonly string[]
  readonly demo: boolean
  readonly logLevel: LogLevel
}

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** The environment cannot be served. The message names the variable and what it should hold, never a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws ConfigError */
export function readConfig(env: Environment): Config {
  const text = (name: string): string | null => env[name]?.trim() || null
  const jwtSecret = text('JWT_SECRET')
  const jwksUrl = readJwksUrl(text('JWT_JWKS_URL'))
  const demo = readSwitch('DEMO', text('DEMO'))
  if (jwtSecret !== null && Buffer.byteLength(jwtSecret) < 32)
    throw new ConfigError('JWT_SECRET is too short: HS256 needs 32 bytes at least')
  if (jwtSecret === null && jwksUrl === null && !demo)
    throw new ConfigError('Set JWT_SECRET (32 bytes or more) or JWT_JWKS_URL; only DEMO=1 runs without')
  if (text('REDIS_URL') !== null) throw new ConfigError('REDIS_URL is set, but this version runs as one node; unset it')
  return {
    port: readPort(text('PORT')),
    host: text('HOST') ?? '127.0.0.1',
    jwtSecret,
    jwksUrl,
    jwtIssuer: text('JWT_ISSUER'),
    jwtAudience: text('JWT_AUDIENCE'),
    allowedOrigins: readOrigins(text('ALLOWED_ORIGINS')),
    databaseFile: readDatabaseFile(text('DATABASE_URL') ?? 'file:.data/pitchey.db'),
    uploadDir: resolve(text('UPLOAD_DIR') ?? '.data/uploads'),
    uploadTypes: readTypes(text('UPLOAD_TYPES')),
    uploadQuota: readCount('UPLOAD_QUOTA', text('UPLOAD_QUOTA')) ?? 20 * 1024 ** 3,
    uploadsAtOnce: readCount('UPLOADS_AT_ONCE', text('UPLOADS_AT_ONCE')) ?? 20,
    streamFiles: (listed(text('STREAMS')) ?? []).map((path) => resolve(path)),
    demo,
    logLevel: readLogLevel(text('LOG_LEVEL') ?? 'info'),
  }
}

function readPort(text: string | null): number {
  if (text === null) return 8001
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new ConfigError('PORT must be a number from 0 to 65535')
  return port
}

function readSwitch(name: string, text: string | null): boolean {
  if (text === null || text === '0' || text === 'false') return false
  if (text === '1' || text === 'true') return true
  throw new ConfigError(`${name} must be 1 or 0`)
}

function readJwksUrl(text: string | null): URL | null {
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new ConfigError('JWT_JWKS_URL must be an http(s) address')
  return url
}

function readOrigins(text: string | null): readonly string[] | null {
  for (const origin of listed(text) ?? [])
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new ConfigError(`ALLOWED_ORIGINS: "${origin}" is not an origin such as https://app.example.com`)
  return listed(text)
}

const listed = (text: string | null): readonly string[] | null =>
  text
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '') ?? null

function readCount(name: string, text: string | null): number | null {
  if (text === null) return null
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new ConfigError(`${name} must be a whole number, 1 or more`)
  return Number(text)
}

function readTypes(text: string | null): readonly string[] | null {
  const types = listed(text)?.map((type) => type.toLowerCase()) ?? null
  for (const type of types ?? [])
    if (!/^[a-z0-9][a-z0-9!#$&^_.+-]*\/(?:\*|[a-z0-9][a-z0-9!#$&^_.+-]*)$/.test(type))
      throw new ConfigError(`UPLOAD_TYPES: "${type}" is not a type such as image/png or video/*`)
  return types
}

function readDatabaseFile(text: string): string {
  if (/^postgres(ql)?:/.test(text))
    throw new ConfigError('DATABASE_URL names Postgres, which this version cannot use yet; use file:path')
  const path = text.startsWith('file:') ? text.slice('file:'.length).replace(/^\/\/(?=\/)/, '') : ''
  if (path === '') throw new ConfigError('DATABASE_URL must look like file:.data/pitchey.db')
  return resolve(path)
}

function readLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text)
  if (level === undefined) throw new ConfigError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`)
  return level
}

/** What a browser on a development machine calls itself: the demo's dev server and this server. */
export const developmentOrigins = (port: number): readonly string[] =>
  [5173, port].flatMap((port) => [`http://localhost:${port}`, `http://127.0.0.1:${port}`])
