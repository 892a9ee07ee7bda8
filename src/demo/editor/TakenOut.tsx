import { useState } from 'react'
import { FIELDS, type PitchContent } from './pitchContent.js'

/** The door is closed. What was written is still on the page, and can be taken along. */
export function TakenOut({ owner, value }: { owner: string; value: PitchContent }) {
  const [words, setWords] = useState('')
  const copy = () => {
    const lines = (Object.keys(FIELDS) as (keyof PitchContent)[]).map(
      (field) => `${FIELDS[field]}: ${[value[field] ?? ''].flat().join(', ')}`,
    )
    navigator.clipboard.writeText(lines.join('\n\n')).then(
      () => setWords('Copied.'),
      () => setWords('The browser does not let us copy: mark the text below by hand.'),
    )
  }
  return (
    <div className="taken-out" role="alert">
      <p>
        You may not edit this draft any more: {owner} decides who may. What you wrote is below, and not on the server.
      </p>
      <div className="plug">
        <button type="button" onClick={copy}>
          Copy what I wrote
        </button>
        <button type="button" className="quiet" onClick={() => location.reload()}>
          Try again
        </button>
        <output>{words}</output>
      </div>
    </div>
  )
}
