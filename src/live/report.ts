/** Something went wrong that no caller is waiting to be told. Codes are stable; messages are for people, without tokens. */
export interface Fault {
  readonly code: string
  readonly message: string
  readonly topic?: string
}
export type Report = (fault: Fault) => void
