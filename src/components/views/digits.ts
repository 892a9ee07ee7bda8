/** A character of a number, counted from its end, so that a digit keeps its place when another comes before it. */
export interface Digit {
  readonly place: number
  readonly character: string
  /** It was another one before. */
  readonly isNew: boolean
}

/** @param before the number that stood there */
export function digitsOf(text: string, before: string): readonly Digit[] {
  const characters = Array.from(text)
  const old = Array.from(before)
  return characters.map((character, n) => {
    const place = characters.length - n
    return { place, character, isNew: old[old.length - place] !== character }
  })
}

/** Numbers of one shape are equally wide, where digits are. */
export const shapeOf = (text: string): string => text.replace(/\p{Nd}/gu, '0')
