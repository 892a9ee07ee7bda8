const HIDDEN = '[hidden]'
const SECRET_NAME = /token|ticket|secret|password|authorization|api[_-]?key/i
const NAMED =
  /((?:token|ticket|secret|password|authorization|api[_-]?key)["']?\s*(?:[=:]|%3D)\s*["']?(?:Bearer\s+)?)(?!\[hidden\])[^\s"'&,;)}\]]+/gi
const BEARER = /\b(Bearer\s+)[\w.~+/=-]+/gi
const JWT = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g
/** A token shorter than this would be found in half the words there are. */
const SHORTEST = 8
const DEEPEST = 16

/** The text without whatever looks like a token, and without the one that is known. */
export function redact(text: string, token = ''): string {
  const known = token.length < SHORTEST ? [] : [token, encodeURIComponent(token)]
  const rest = known.reduce((left, secret) => left.replaceAll(secret, HIDDEN), text)
  return rest.replaceAll(JWT, HIDDEN).replaceAll(NAMED, `$1${HIDDEN}`).replaceAll(BEARER, `$1${HIDDEN}`)
}

/** The same for data: a copy, in which fields that are named like a secret are hidden whole. */
export function redactData(data: unknown, token = '', level = 0): unknown {
  if (typeof data === 'string') return redact(data, token)
  if (typeof data !== 'object' || data === null) return data
  if (level === DEEPEST) return '…'
  if (Array.isArray(data)) return data.map((item: unknown) => redactData(item, token, level + 1))
  return Object.fromEntries(
    Object.entries(data).map(([name, value]: [string, unknown]) => [
      name,
      SECRET_NAME.test(name) && value !== null ? HIDDEN : redactData(value, token, level + 1),
    ]),
  )
}
