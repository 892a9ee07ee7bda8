import { systemClock, type Cancel, type Clock } from '../../live/clock.js'
import { pageEnvironment, type Environment } from '../../live/environment.js'

/** How long a thing must be in sight without a break to have been seen. */
const SEEN_MS = 1_000
const SEEN_SHARE = 0.5

/** Calls back once, when most of `target` has been in sight of a visible tab for a second. Returns how to stop waiting. */
export function whenSeen(
  target: Element,
  seen: () => void,
  clock: Pick<Clock, 'after'> = systemClock,
  environment: Pick<Environment, 'visible' | 'watch'> = pageEnvironment,
): Cancel {
  let inSight = false
  let cancelTimer: Cancel | null = null
  const stop = () => {
    cancelTimer?.()
    cancelTimer = null
    observer.disconnect()
    unwatch()
  }
  const look = () => {
    if (!inSight || !environment.visible()) {
      cancelTimer?.()
      cancelTimer = null
      return
    }
    cancelTimer ??= clock.after(SEEN_MS, () => {
      stop()
      seen()
    })
  }
  const observer = new IntersectionObserver(
    (entries) => {
      inSight = (entries.at(-1)?.intersectionRatio ?? 0) >= SEEN_SHARE
      look()
    },
    { threshold: SEEN_SHARE },
  )
  const unwatch = environment.watch(look)
  observer.observe(target)
  return stop
}
