/**
 * The part of Standard Schema that we use, so that streams may be described with valibot (as ours are), zod or arktype.
 * Source of the idea: https://standardschema.dev
 */
export interface Schema<Out> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => Result<Out> | Promise<Result<Out>>
    readonly types?: { readonly input: unknown; readonly output: Out } | undefined
  }
}

type Result<Out> =
  | { readonly value: Out; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly PathPart[] | undefined }[] }
type PathPart = PropertyKey | { readonly key: PropertyKey }

export type Infer<S> = S extends Schema<infer Out> ? Out : never

/** What is wrong with a value and where: `path` is `data.ids.0`, empty for the value itself. */
export interface Issue {
  readonly path: string
  readonly message: string
}

export type Parsed<Out> = { readonly ok: true; readonly value: Out } | { readonly ok: false; readonly issues: Issue[] }

/** Checks a value from outside. Never throws for a bad value; throws for a schema that answers with a promise. */
export function parse<Out>(schema: Schema<Out>, value: unknown): Parsed<Out> {
  const result = schema['~standard'].validate(value)
  if (result instanceof Promise) throw new TypeError('Schemas must validate synchronously')
  if (result.issues === undefined) return { ok: true, value: result.value }
  return { ok: false, issues: result.issues.map(({ message, path }) => ({ path: pathOf(path ?? []), message })) }
}

const pathOf = (path: readonly PathPart[]): string =>
  path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
