/** What a visitor can switch, each with its choices; the first is what an address leaves unsaid. */
export const SWITCHES = {
  theme: ['system', 'light', 'dark'],
  language: ['en', 'de', 'ar'],
  direction: ['auto', 'ltr', 'rtl'],
  width: ['full', '480', '320'],
  text: ['100', '200'],
  motion: ['full', 'still'],
  play: ['off', 'on'],
} as const

type Switch = keyof typeof SWITCHES
export type Switches = { readonly [name in Switch]: (typeof SWITCHES)[name][number] }

/**
 * As an address says it; what it says wrongly is as if unsaid.
 * @param search e.g. `?theme=dark&language=ar`
 * @param theme where the address says none
 */
export function readSwitches(search: string, theme: Switches['theme']): Switches {
  const params = new URLSearchParams(search)
  return {
    theme: params.has('theme') ? pick(SWITCHES.theme, params.get('theme')) : theme,
    language: pick(SWITCHES.language, params.get('language')),
    direction: pick(SWITCHES.direction, params.get('direction')),
    width: pick(SWITCHES.width, params.get('width')),
    text: pick(SWITCHES.text, params.get('text')),
    motion: pick(SWITCHES.motion, params.get('motion')),
    play: pick(SWITCHES.play, params.get('play')),
  }
}

const pick = <C extends string>(choices: readonly [C, ...C[]], said: string | null): C =>
  choices.find((choice) => choice === said) ?? choices[0]

/** The address that says so, as short as it can. */
export function addressOf(switches: Switches): string {
  const said = Object.entries(switches).filter(([name, choice]) => SWITCHES[name as Switch][0] !== choice)
  return said.length === 0 ? '/widgets' : `/widgets?${new URLSearchParams(said).toString()}`
}
