/** Something that is kept going for as long as anybody holds it. */
export interface Hold {
  /** Returns how to let go; letting go twice is harmless. */
  readonly take: () => () => void
  readonly isHeld: () => boolean
}

export function createHold({ onFirst, onLast }: { onFirst: () => void; onLast: () => void }): Hold {
  let holders = 0
  return {
    isHeld: () => holders > 0,
    take: () => {
      holders += 1
      if (holders === 1) onFirst()
      let holding = true
      return () => {
        if (!holding) return
        holding = false
        holders -= 1
        if (holders === 0) onLast()
      }
    },
  }
}
