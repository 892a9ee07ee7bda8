import { redact } from './redact.js'

/**
 * A host's function, as the engine calls it: what it throws must not stop what the engine is in the middle of. That it
 * threw is said in the console, once, because its own error handler may be the one at fault.
 */
export function hostCallback<T>(name: string, call: ((value: T) => void) | undefined): (value: T) => void {
  let said = false
  return (value) => {
    try {
      call?.(value)
    } catch (error) {
      if (said) return
      said = true
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
      console.error(`pitchey-live: ${name} threw; it is called again, but this is said only once. ${redact(words)}`)
    }
  }
}
