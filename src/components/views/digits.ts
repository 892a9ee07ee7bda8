/** A character of a number, counted from its end, so that a digit keeps its place when another comes before it. */
export interface Digit {
  readonly place: number
  readonly character: string
  /** It was another one before. */
  readonly isNew: boolean
}

/** @param before the number that stood there, if it is to be told apart */
export function digitsOf(text: string, before: string | null): readonly Digit[] {
  const characters = Array.from(text)
  const old = before === null ? null : Array.from(before)
  return characters.map((character, n) => {
    const place = characters.length - n
    return { place, character, isNew: old !== null && old[old.length - place] !== character }
  })
}
