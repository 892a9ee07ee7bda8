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

/** The same short name for what is the same. */
export const digestOf = (value: unknown): string => digest(canonical(value))

/** 53 bits of a text (cyrb53). It keeps names short, and nobody gains by two that are alike. */
function digest(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 2_654_435_761)
    low = Math.imul(low ^ code, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36)
}

/** Texts of one line up to this length are names, titles, dates, choices: never merged word by word. */
const LINE = 140

export const isLongText = (text: string): boolean => text.length > LINE || text.includes('\n')
