/** The text of every entry's file, as it runs. */
const texts = import.meta.glob<string>('./entries/*.tsx', { query: '?raw', import: 'default', eager: true })

/** @param entry by its name in the table, which is that of its file */
export function sourceOf(entry: string): string {
  const text = texts[`./entries/${entry}.tsx`]
  if (text === undefined) throw new Error(`There is no file for the entry ${entry}`)
  return text
}
