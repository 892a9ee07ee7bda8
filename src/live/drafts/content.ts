import { dequal } from 'dequal/lite'

/** What a draft holds: a JSON object. Hosts say what is in it. */
export type Content = Readonly<Record<string, unknown>>

export const sameContent = (a: unknown, b: unknown): boolean => dequal(a, b)

/** What a field looks like that nobody has filled in. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0)

/** The fields of `names` as `from` has them; those that it lacks are gone. */
export function withFieldsOf(content: Content, from: Content, names: Iterable<string>): Content {
  const taken = new Set(names)
  const all = new Set([...Object.keys(content), ...taken])
  // Not by assignment: a key may be called `__proto__`.
  return Object.fromEntries(
    [...all].flatMap((name) => {
      const source = taken.has(name) ? from : content
      return Object.hasOwn(source, name) ? [[name, source[name]] as const] : []
    }),
  )
}
