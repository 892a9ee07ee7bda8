import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as v from 'valibot'
import type { AnyStream } from '../../protocol/stream.js'
import { ConfigError } from '../config.js'

const callable = v.function('must be a function')
const schema = v.custom((value) => isObject(value) && isObject(value['~standard']), 'must be a schema')

/** What `defineStream` takes, as far as it can be seen from outside. */
const Definition = v.object({
  name: v.pipe(
    v.string(),
    v.regex(/^[a-z][A-Za-z0-9_-]{0,31}$/, 'must be a short word that begins with a small letter'),
  ),
  param: schema,
  data: schema,
  initial: callable,
  meant: v.optional(callable),
  access: callable,
  kind: v.union(
    [
      v.literal('ephemeral'),
      v.object({
        retention: v.object({
          events: v.pipe(v.number(), v.integer(), v.minValue(1)),
          maxAgeMs: v.pipe(v.number(), v.minValue(1)),
        }),
      }),
    ],
    'must be "ephemeral" or a retention',
  ),
  events: v.record(v.string(), v.object({ schema, reduce: callable })),
  commands: v.record(
    v.string(),
    v.object({ schema, send: v.picklist(['durable', 'state']), param: callable, decide: v.optional(callable) }),
  ),
})

/**
 * The streams that these modules export; each export must be one.
 * @param files absolute paths; one that is named twice is loaded once
 * @throws ConfigError
 */
export async function loadStreams(files: readonly string[]): Promise<readonly AnyStream[]> {
  const streams: AnyStream[] = []
  for (const file of new Set(files)) {
    const path = relative('.', file)
    const exported = Object.entries(await load(file, path))
    if (exported.length === 0) throw new ConfigError(`STREAMS: ${path} exports no stream`)
    for (const [name, value] of exported) {
      const parsed = v.safeParse(Definition, value)
      const [issue] = parsed.issues ?? []
      if (issue) {
        const where = v.getDotPath(issue)
        throw new ConfigError(
          `STREAMS: "${name}" of ${path} is no stream: ${where ? `${where}: ` : ''}${issue.message}`,
        )
      }
      streams.push(value as AnyStream) // looked at above
    }
  }
  return streams
}

async function load(file: string, path: string): Promise<object> {
  if (!existsSync(file)) throw new ConfigError(`STREAMS: there is no file ${path}`)
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as object
  } catch (error) {
    throw new ConfigError(
      `STREAMS: ${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
