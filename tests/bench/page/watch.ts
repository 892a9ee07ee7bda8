/** What happened on the page since it was last asked. */
export interface Seen {
  /** By React, whatever they changed. */
  readonly commits: number
  readonly frames: number
  /** Of the tasks that took 50 ms or more, which is all that a browser tells of; 0 when there was none. */
  readonly longestTaskMs: number
}

export interface Watch {
  readonly reset: () => void
  readonly seen: () => Seen
}

/**
 * Counts what React commits, as its developer tools do, which is all that a production build lets anybody know.
 * To be called before React is loaded.
 */
export function startWatch(): Watch {
  let [commits, frames, longestTaskMs] = [0, 0, 0]
  const hook = {
    supportsFiber: true,
    inject: () => 1,
    onCommitFiberRoot: () => {
      commits += 1
    },
    onCommitFiberUnmount: () => undefined,
  }
  Object.assign(globalThis, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook })
  const onFrame = () => {
    frames += 1
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)
  new PerformanceObserver((tasks) => {
    for (const { duration } of tasks.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration)
  }).observe({ type: 'longtask' })
  return {
    reset: () => void ([commits, frames, longestTaskMs] = [0, 0, 0]),
    seen: () => ({ commits, frames, longestTaskMs }),
  }
}
