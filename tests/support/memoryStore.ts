import type { SharedStore } from 'pitchey-live/core'

/** A disk in memory, as slow as a disk is. It exists so that random tests reload pages by the thousand. */
export function memoryStore(latency: () => number): SharedStore & { readonly values: Map<string, unknown> } {
  const values = new Map<string, unknown>()
  const after = async <T>(work: () => T): Promise<T> => {
    await new Promise<void>((resolve) => setTimeout(resolve, latency()))
    return work()
  }
  return {
    values,
    get: (key) => after(() => structuredClone(values.get(key))),
    set: (key, value) => {
      const copy: unknown = structuredClone(value)
      return after(() => void values.set(key, copy))
    },
    keys: () => after(() => [...values.keys()]),
    delete: (keys) => after(() => keys.forEach((key) => values.delete(key))),
    update: (key, change) =>
      after(() => {
        const changes: (() => void)[] = []
        change(structuredClone(values.get(key)), {
          set: (at, value) => {
            const copy: unknown = structuredClone(value)
            changes.push(() => values.set(at, copy))
          },
          delete: (at) => changes.push(() => values.delete(at)),
        })
        for (const make of changes) make()
      }),
  }
}
