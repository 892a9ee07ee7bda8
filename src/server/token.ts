import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  SignJWT,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose'
import { ProtocolError } from '../protocol/errorCodes.js'
import type { Role, User } from '../protocol/stream.js'
import type { Clock } from './clock.js'

/** Who a token speaks for, and until when (ms since 1970). */
export interface Session {
  readonly user: User
  readonly expiresAt: number
}

/** @throws ProtocolError `unauthorized`; `unavailable` when the keys cannot be fetched */
export type VerifyToken = (token: string) => Promise<Session>

interface Keys {
  readonly secret: string | null
  readonly jwksUrl: URL | null
  readonly issuer: string | null
  readonly audience: string | null
}

const MAX_TOKEN_LENGTH = 8192
/** A date can hold no more; nobody minds a token that is good for 7,000 years only. */
const LATEST_EXPIRY_MS = Date.UTC(9999, 0)

/** The algorithms are ours to choose, never the token's: `none`, and a public key taken for a secret, end here. */
export function createVerifyToken({ secret, jwksUrl, issuer, audience }: Keys, clock: Clock): VerifyToken {
  const secretKey = secret === null ? null : new TextEncoder().encode(secret)
  const remoteKeys = jwksUrl === null ? null : createRemoteJWKSet(jwksUrl)

  function verify(token: string): Promise<{ payload: JWTPayload }> {
    const options: JWTVerifyOptions = {
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(clock.now()),
      ...(issuer === null ? {} : { issuer }),
      ...(audience === null ? {} : { audience }),
    }
    const { alg } = decodeProtectedHeader(token)
    if (alg === 'HS256' && secretKey) return jwtVerify(token, secretKey, { ...options, algorithms: ['HS256'] })
    if (remoteKeys) return jwtVerify(token, remoteKeys, { ...options, algorithms: [...PUBLIC_KEY_ALGORITHMS] })
    throw new ProtocolError('unauthorized', 'This kind of token is not accepted')
  }

  return async (token) => {
    if (token.length > MAX_TOKEN_LENGTH) throw new ProtocolError('unauthorized', 'The token is too long')
    try {
      const { payload } = await verify(token)
      return toSession(payload)
    } catch (error) {
      throw refusal(error)
    }
  }
}

const PUBLIC_KEY_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'] as const

function refusal(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error
  if (error instanceof errors.JWTExpired) return new ProtocolError('unauthorized', 'The token has expired')
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError || error instanceof TypeError))
    return new ProtocolError('unavailable', 'Tokens cannot be checked right now')
  return new ProtocolError('unauthorized', 'The token is not valid')
}

function toSession({ sub = '', exp = 0, name, role }: JWTPayload): Session {
  const userId = Number(sub)
  if (!/^[1-9]\d*$/.test(sub) || !Number.isSafeInteger(userId))
    throw new ProtocolError('unauthorized', 'The token names no user')
  return {
    user: { userId, username: toUsername(name) ?? `user ${userId}`, role: toRole(role) },
    expiresAt: Math.min(exp * 1000, LATEST_EXPIRY_MS),
  }
}

/** Control characters and halves of characters have no place in a name, and NUL ends a text in SQLite. */
function toUsername(name: unknown): string | null {
  if (typeof name !== 'string') return null
  return (
    name
      .replace(/[\p{Cc}\p{Cs}]/gu, '')
      .trim()
      .slice(0, 100) || null
  )
}

const ROLES = ['creator', 'investor', 'production', 'service'] as const satisfies readonly Role[]

/** Only `service` may do more than others, so an unknown role is an ordinary one. */
const toRole = (role: unknown): Role => ROLES.find((known) => known === role) ?? 'creator'

/** For the demo's login and tests: what an identity provider would issue. */
export const signToken = (secret: string, { userId, username, role }: User, expiresAt: number): Promise<string> =>
  new SignJWT({ name: username, role })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(userId))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(new TextEncoder().encode(secret))
