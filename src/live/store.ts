/**
 * Somewhere that outlives the page, e.g. IndexedDB. Values are what `structuredClone` takes. Any call may reject: a store
 * may be refused, full, or deleted beneath us.
 */
export interface Store {
  readonly get: (key: string) => Promise<unknown>
  readonly set: (key: string, value: unknown) => Promise<void>
  readonly keys: () => Promise<readonly string[]>
  readonly delete: (keys: readonly string[]) => Promise<void>
}
