import type { Clock } from './clock.js'

/** Keeps what is said of one thing apart: at most once in a gap, and the last of it is always said. */
export interface Pace<Key> {
  /** There may be something to say of it. */
  touch(key: Key): void
  stop(): void
}

export interface PaceOptions<Key> {
  readonly clock: Clock
  readonly gapMs: number
  /** `leading`: at once, when nothing was said within the gap. `trailing`: never at once, so that what takes itself back is not said. */
  readonly edge: 'leading' | 'trailing'
  /** Says how things are by now; `false` when there was nothing new to say. */
  readonly say: (key: Key) => boolean
}

export function createPace<Key>({ clock, gapMs, edge, say }: PaceOptions<Key>): Pace<Key> {
  /** Things that have to wait; `again`: they were touched meanwhile. */
  const waiting = new Map<Key, { again: boolean; readonly cancel: () => void }>()

  function wait(key: Key, again: boolean): void {
    const cancel = clock.after(gapMs, () => {
      const touched = waiting.get(key)?.again
      waiting.delete(key)
      if (touched && say(key) && edge === 'leading') wait(key, false)
    })
    waiting.set(key, { again, cancel })
  }

  return {
    touch(key) {
      const known = waiting.get(key)
      if (known) known.again = true
      else if (edge === 'trailing') wait(key, true)
      else if (say(key)) wait(key, false)
    },
    stop() {
      for (const { cancel } of waiting.values()) cancel()
      waiting.clear()
    },
  }
}
