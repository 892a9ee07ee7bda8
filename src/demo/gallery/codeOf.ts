/** The code of an example, out of the file that it runs from: what it imports from the library, and itself. */
export function codeOf(source: string, example: string): string {
  const [body] = new RegExp(`^function ${example}\\([\\s\\S]*?^}`, 'm').exec(source) ?? []
  if (body === undefined) throw new Error(`There is no function ${example} in the source`)
  const imports = /^import \{([^}]*)\} from 'pitchey-live'$/m.exec(source)?.[1]?.split(',') ?? []
  const used = imports.map((name) => name.trim()).filter((name) => new RegExp(`\\b${name}\\b`).test(body))
  return `import { ${used.join(', ')} } from 'pitchey-live'\n\n${body}\n`
}
