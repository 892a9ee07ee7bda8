/** A number that a label speaks of: as it is, and as the locale writes it. */
export interface Quantity {
  readonly value: number
  readonly text: string
}

/** What is said of each kind of number in a language, e.g. `{ one: '# view', other: '# views' }`; `#` is the number. */
export type Forms = { readonly [kind in Intl.LDMLPluralRule]?: string } & { readonly other: string }

/**
 * How a language says how many: `plural('en')(count, { one: '# view', other: '# views' })`. `forms` holds every kind that
 * the language has (`Intl.PluralRules`), and may hold `zero` for any language.
 */
export function plural(language: string): (count: Quantity, forms: Forms) => string {
  const rules = new Intl.PluralRules(language)
  return ({ value, text }, forms) => {
    const form = (value === 0 ? forms.zero : undefined) ?? forms[rules.select(value)] ?? forms.other
    return form.replace('#', text)
  }
}
