import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Hono, type Context } from 'hono'
import { ProtocolError } from '../../protocol/errorCodes.js'
import { uploads as stream } from '../../protocol/streams/uploads.js'
import { topicOf } from '../../protocol/topic.js'
import { attachment } from '../uploads/filename.js'
import { isUploadId } from '../uploads/endpoint.js'
import type { UploadRow } from '../uploads/rows.js'
import type { HttpEnv, HttpParts } from './context.js'

/** Files in: tus 1.0, and out again for their owner. */
export function uploadRoutes({ authorize, clock, log, uploads }: HttpParts): Hono<HttpEnv> {
  /** @throws ProtocolError `not_found`, for another's as for none */
  async function own(c: Context<HttpEnv>): Promise<UploadRow> {
    const id = c.req.param('id') ?? ''
    const row = isUploadId(id) ? await uploads.find(id) : null
    const mine = row !== null && authorize.target(c.get('session').user, topicOf(stream, row.userId)) !== null
    const isThere = row?.status === 'completed' || (row?.status === 'unfinished' && row.expiresAt > clock.now())
    if (!mine || !isThere) throw new ProtocolError('not_found', 'There is no such upload')
    return row
  }
  const tus = (c: Context<HttpEnv>): Promise<Response> => uploads.answer(c.req.raw, c.get('session').user)

  return new Hono<HttpEnv>()
    .post('/', tus)
    .get('/:id', async (c) => {
      const row = await own(c)
      // HEAD comes in by this door as well.
      if (c.req.method === 'HEAD') return tus(c)
      if (row.status !== 'completed') throw new ProtocolError('conflict', 'It is not here whole yet')
      const file = await open(uploads.pathOf(row.id)).catch((error: unknown) => {
        log.error({ err: error }, 'a stored file cannot be read')
        throw new ProtocolError('unavailable', 'The file cannot be read right now')
      })
      c.header('Content-Type', 'application/octet-stream')
      c.header('Content-Length', String(row.size))
      c.header('Content-Disposition', attachment(row.filename))
      // Whatever it says it is: it must never run as a page of ours.
      c.header('Content-Security-Policy', "default-src 'none'; sandbox")
      return c.body(Readable.toWeb(file.createReadStream()) as ReadableStream) // the same thing, typed twice
    })
    .on(['PATCH', 'DELETE'], '/:id', async (c) => {
      await own(c)
      return tus(c)
    })
}
