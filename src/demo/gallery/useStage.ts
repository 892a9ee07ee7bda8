import { useEffect, useState } from 'react'
import type { Scene } from './stage/scene.js'
import { createStage, type Stage } from './stage/stage.js'

/** A stage for as long as this is mounted; `null` before. @param scene its identity is not looked at again */
export function useStage(scene: () => Scene, isPlaying: boolean): Stage | null {
  const [makeScene] = useState(() => scene)
  const [stage, setStage] = useState<Stage | null>(null)
  useEffect(() => {
    const created = createStage(makeScene())
    // Not made while rendering: what is made there twice, as in StrictMode, nobody would close.
    // oxlint-disable-next-line react/set-state-in-effect
    setStage(created)
    return () => {
      // What stands on it lets go first.
      queueMicrotask(created.close)
      setStage(null)
    }
  }, [makeScene])
  useEffect(() => (isPlaying ? stage?.play() : undefined), [stage, isPlaying])
  return stage
}
