import { useState } from 'react'
import { rewind } from './backstage.js'

/** Lets earlier views count again, so that the demo can be shown twice. */
export function StartOver({ onDone }: { onDone: () => void }) {
  const [words, setWords] = useState('')
  const [busy, setBusy] = useState(false)
  const startOver = async () => {
    setBusy(true)
    try {
      await rewind()
      setWords('Done: views count again.')
      onDone()
    } catch (error) {
      setWords(`Not done: ${error instanceof Error ? error.message : String(error)}.`)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="plug">
      <button type="button" className="quiet" disabled={busy} onClick={() => void startOver()}>
        Start over
      </button>
      <output>{words}</output>
    </div>
  )
}
