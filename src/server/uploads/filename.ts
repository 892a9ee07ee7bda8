const MAX_LENGTH = 255

/**
 * What people call the file. It is shown and offered as a name to save under, never used as a path: folders, control
 * characters and those that turn the direction of writing (`exe.mov` for what is `vom.exe`) are taken out.
 */
export function labelOf(name: string | null | undefined): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  const clean = last.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim()
  return /^\.*$/.test(clean) ? 'unnamed' : shortened(clean)
}

/** The end says what it is: of a name that is too long the middle goes. */
function shortened(name: string): string {
  if (name.length <= MAX_LENGTH) return name
  const extension = /\.[^.]{1,16}$/u.exec(name)?.[0] ?? ''
  let head = ''
  for (const character of name) {
    if (head.length + character.length + 1 + extension.length > MAX_LENGTH) break
    head += character
  }
  return `${head}…${extension}`
}

/** RFC 6266: for those who read only ASCII, and for everybody else. */
export function attachment(label: string): string {
  const ascii = label.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(label).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
