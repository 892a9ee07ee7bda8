/** Something went wrong that no caller is waiting to be told. Codes are stable; messages are for people, without tokens. */
export interface Fault {
  readonly code: string
  readonly message: string
  readonly topic?: string
}
export type Report = (fault: Fault) => void

/** What went wrong, in the words of whoever threw it, without anything that looks like a token. */
export const tokenless = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replace(/[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g, '…')
    .replace(/((?:token|ticket)=)[^&\s"']+/gi, '$1…')
