'use client'

/** A sentence with a name in it, which may run the other way. @param name `null`: there is none */
export function Named({ text, name }: { readonly text: string; readonly name: string | null }) {
  const at = name === null ? -1 : text.indexOf(name)
  if (name === null || at < 0) return <>{text}</>
  return (
    <>
      {text.slice(0, at)}
      <bdi>{name}</bdi>
      {text.slice(at + name.length)}
    </>
  )
}
