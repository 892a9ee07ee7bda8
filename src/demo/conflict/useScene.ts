import { useEffect, useState } from 'react'
import { createScene, type Scene } from './scene.js'

export type Setting =
  | { readonly is: 'building' }
  | { readonly is: 'ready'; readonly scene: Scene }
  | { readonly is: 'failed'; readonly why: string }

/** A scene for as long as this is mounted. */
export function useScene(): Setting {
  const [setting, setSetting] = useState<Setting>({ is: 'building' })
  useEffect(() => {
    const scene = createScene()
    let shown = true
    scene.ready.then(
      () => shown && setSetting({ is: 'ready', scene }),
      ({ message }: Error) => shown && setSetting({ is: 'failed', why: message }),
    )
    return () => {
      shown = false
      // What stands on it lets go first.
      queueMicrotask(scene.close)
    }
  }, [])
  return setting
}
