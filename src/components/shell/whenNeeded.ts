'use client'

import { useEffect, useState } from 'react'

/** `none`: it is not needed, or cannot be had. `coming`: it is on its way. */
export type Needed<Component> = Component | 'coming' | 'none'

/** A component that most people never need, fetched when it is first needed. @returns a hook for those who may need it */
export function whenNeeded<Component>(
  fetch: () => Promise<{ readonly default: Component }>,
): (isNeeded: boolean) => Needed<Component> {
  let loaded: Promise<Component> | null = null
  const load = () =>
    (loaded ??= fetch().then(
      (module) => module.default,
      (error: unknown) => {
        loaded = null // the next time, the network may be there
        throw error
      },
    ))

  return function useWhenNeeded(isNeeded) {
    const [component, setComponent] = useState<Needed<Component>>('coming')
    useEffect(() => {
      if (!isNeeded || component !== 'coming') return undefined
      let isGone = false
      load().then(
        // A component is a function, which state would call.
        (found) => isGone || setComponent(() => found),
        () => isGone || setComponent('none'),
      )
      return () => {
        isGone = true
      }
    }, [isNeeded, component])
    return isNeeded || component !== 'coming' ? component : 'none'
  }
}
