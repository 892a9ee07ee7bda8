/** What a key does in a select-only combobox, after the pattern of the ARIA authoring practices. */
export type ComboMove =
  | { readonly do: 'open'; readonly active: number }
  | { readonly do: 'move'; readonly active: number }
  /** Takes what is active. */
  | { readonly do: 'commit' }
  /** Closes, and leaves all as it was. */
  | { readonly do: 'revert' }

export interface Combo {
  readonly isOpen: boolean
  /** The option that is active, or chosen while it is closed. */
  readonly active: number
  readonly options: readonly string[]
}

export interface Key {
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** Arrows move without choosing: each choice is told to everybody. @param typed letters of the last moment, this key's included */
export function comboMove(combo: Combo, { key, altKey, ctrlKey, metaKey }: Key, typed: string): ComboMove | null {
  if (ctrlKey || metaKey) return null
  return combo.isOpen ? whileOpen(combo, key, altKey, typed) : whileClosed(combo, key, typed)
}

function whileClosed({ active, options }: Combo, key: string, typed: string): ComboMove | null {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowUp':
    case 'Enter':
    case ' ':
      return { do: 'open', active }
    case 'Home':
      return { do: 'open', active: 0 }
    case 'End':
      return { do: 'open', active: options.length - 1 }
    default: {
      const found = startingWith(options, active, typed)
      return found === null ? null : { do: 'open', active: found }
    }
  }
}

function whileOpen({ active, options }: Combo, key: string, altKey: boolean, typed: string): ComboMove | null {
  const last = options.length - 1
  switch (key) {
    case 'ArrowDown':
      return { do: 'move', active: Math.min(last, active + 1) }
    case 'ArrowUp':
      return altKey ? { do: 'commit' } : { do: 'move', active: Math.max(0, active - 1) }
    case 'Home':
    case 'PageUp':
      return { do: 'move', active: 0 }
    case 'End':
    case 'PageDown':
      return { do: 'move', active: last }
    case 'Enter':
    case ' ':
      return { do: 'commit' }
    case 'Escape':
    case 'Tab':
      return { do: 'revert' }
    default: {
      const found = startingWith(options, active, typed)
      return found === null ? null : { do: 'move', active: found }
    }
  }
}

/** From the active one on and round; one letter again and again goes from one to the next. */
function startingWith(options: readonly string[], active: number, typed: string): number | null {
  const letter = typed.charAt(0)
  if (letter === '') return null
  const isRepeated = typed === letter.repeat(typed.length)
  const wanted = (isRepeated ? letter : typed).toLocaleLowerCase()
  const first = active + Number(isRepeated)
  const order = options.map((_, n) => (first + n) % options.length)
  return order.find((n) => options[n]?.toLocaleLowerCase().startsWith(wanted)) ?? null
}
