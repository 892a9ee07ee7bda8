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
  const next: Record<string, unknown> = { ...content }
  for (const name of names) {
    if (Object.hasOwn(from, name)) next[name] = from[name]
    else delete next[name]
  }
  return next
}
