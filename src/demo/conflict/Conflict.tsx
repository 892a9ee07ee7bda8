import { useEffect, useState } from 'react'
import { SiteHeader } from '../SiteHeader.js'
import { ConflictStage } from './ConflictStage.js'

/** A conflict that is prepared: two people have changed the same pitch, neither knowing of the other. */
export function Conflict() {
  const [round, setRound] = useState(1)
  useEffect(() => {
    document.title = 'A conflict · Pitchey Live'
  }, [])
  return (
    <div className="landing">
      <SiteHeader page="conflict" />
      <main>
        <div className="intro">
          <div>
            <h1>Two people changed one pitch. Neither loses a word.</h1>
            <p className="lead">
              Ana saved while Ben was still writing. Logline, genres, budget and most of the synopsis come together by
              themselves; where both changed the same words Ben decides, and Ana sees it at once.
            </p>
          </div>
          <div className="plug">
            <button type="button" className="quiet" onClick={() => setRound(round + 1)}>
              Start over
            </button>
          </div>
        </div>
        <ConflictStage key={round} />
      </main>
    </div>
  )
}
