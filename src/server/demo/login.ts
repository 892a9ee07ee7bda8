import { Hono } from 'hono'
import * as v from 'valibot'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { isoTime, type Clock } from '../clock.js'
import { checked } from '../commands.js'
import { readBody } from '../http/body.js'
import { signToken } from '../token.js'
import { PEOPLE } from './people.js'

const LIFETIME_MS = 60 * 60_000
const Login = v.object({ name: v.string() })

/** Anyone may be anyone here: never outside a demo. */
export const loginRoutes = (secret: string, clock: Clock): Hono =>
  new Hono().post('/demo', async (c) => {
    const { name } = checked(Login, await readBody(c), 'body')
    const user = PEOPLE.get(name)
    if (!user) throw new ProtocolError('validation_failed', `body.name: one of ${[...PEOPLE.keys()].join(', ')}`)
    // Tokens count whole seconds; what is told is what the token says.
    const expiresAt = Math.floor((clock.now() + LIFETIME_MS) / 1000) * 1000
    return c.json({ token: await signToken(secret, user, expiresAt), tokenExpiresAt: isoTime(expiresAt), user })
  })
