import { MAX_TOPIC_LENGTH } from './limits.js'
import { parse } from './schema.js'
import type { AnyStream, Param } from './stream.js'

/** A topic's name, taken apart: `pitch:42` is stream `pitch`, param `42`. */
export interface ParsedTopic {
  readonly stream: AnyStream
  readonly param: Param
}

export const topicOf = (stream: { readonly name: string }, param: Param): string => `${stream.name}:${param}`

/** `null` for anything that is not exactly the name of a topic of these streams. */
export function parseTopic(streams: ReadonlyMap<string, AnyStream>, topic: string): ParsedTopic | null {
  if (topic.length > MAX_TOPIC_LENGTH) return null
  const colon = topic.indexOf(':')
  const stream = streams.get(topic.slice(0, Math.max(colon, 0)))
  if (!stream) return null
  const param = parse(stream.param, toParam(topic.slice(colon + 1)))
  return param.ok ? { stream, param: param.value } : null
}

/** `42` names a number, `042` and `4e1` do not: one topic has one name. Nor does what a number could not hold exactly. */
const toParam = (text: string): Param =>
  /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text
