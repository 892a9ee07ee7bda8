import { useState } from 'react'
import { FIELDS, type PitchContent } from './pitchContent.js'

interface Props {
  readonly owner: string
  readonly value: PitchContent
  /** Is there something of it that the server does not have? */
  readonly hasUnsaved: boolean
}

/** The door is closed. What was written is still on the page, and can be taken along. */
export function TakenOut({ owner, value, hasUnsaved }: Props) {
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
        You may not edit this draft: {owner} decides who may.
        {hasUnsaved && ' What you wrote is below, and not on the server.'}
      </p>
      <div className="plug">
        {hasUnsaved && (
          <button type="button" onClick={copy}>
            Copy what I wrote
          </button>
        )}
        <button type="button" className="quiet" onClick={() => location.reload()}>
          Try again
        </button>
        <output>{words}</output>
      </div>
    </div>
  )
}
