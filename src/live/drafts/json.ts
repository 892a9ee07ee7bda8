/** A JSON object. A key that holds `undefined` is one that is not there. */
export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** Own keys only: what `JSON.parse` found may be called `__proto__`. */
export const fieldOf = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined

export const keysOf = (object: JsonObject): readonly string[] =>
  Object.keys(object).filter((key) => object[key] !== undefined)

/** Equal as JSON, whatever the order of keys. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other || Object.is(one, other)) return true
  if (isList(one)) return isList(other) && one.length === other.length && one.every((item, n) => isSame(item, other[n]))
  if (!isObject(one) || !isObject(other)) return false
  const keys = keysOf(one)
  return keys.length === keysOf(other).length && keys.every((key) => isSame(one[key], fieldOf(other, key)))
}

/** The same text for what is the same. */
export function canonical(value: unknown): string {
  if (isList(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'absent'
  const fields = keysOf(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
  return `{${fields.join(',')}}`
}

/** Texts of one line up to this length are names, titles, dates, choices: never merged word by word. */
const LINE = 140

export const isLongText = (text: string): boolean => text.length > LINE || text.includes('\n')
