import type { DraftAsSaved } from 'pitchey-live'
import { useEffect, useId, useState } from 'react'
import { Differences } from './Differences.js'
import { pitchIn, type PitchContent } from './pitchContent.js'

interface Props {
  readonly revision: number
  readonly who: string
  readonly at: Date
  readonly isNewest: boolean
  readonly isOpen: boolean
  readonly isBusy: boolean
  readonly now: PitchContent
  readonly read: (revision: number) => Promise<DraftAsSaved>
  readonly onToggle: () => void
  readonly onRestore: () => void
}

const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' })

/** One of the history: who and when; opened, how it differs from what is there now, and the way back to it. */
export function Revision({ revision, who, at, isNewest, isOpen, isBusy, now, read, onToggle, onRestore }: Props) {
  const panel = useId()
  return (
    <li>
      <div className="revision">
        <p>
          <b>{who}</b> <time dateTime={at.toISOString()}>{time.format(at)}</time>
          {isNewest && <small> · the newest</small>}
        </p>
        <button
          type="button"
          className="quiet"
          aria-expanded={isOpen}
          aria-controls={isOpen ? panel : undefined}
          onClick={onToggle}
        >
          Look<span className="unseen"> at revision {revision}</span>
        </button>
      </div>
      {isOpen && (
        <div id={panel} className="revision-panel">
          <Saved revision={revision} now={now} read={read} />
          {!isNewest && (
            <button type="button" disabled={isBusy} onClick={onRestore}>
              Restore<span className="unseen"> revision {revision}</span>
            </button>
          )}
        </div>
      )}
    </li>
  )
}

function Saved({ revision, now, read }: Pick<Props, 'revision' | 'now' | 'read'>) {
  const [saved, setSaved] = useState<PitchContent | Error | null>(null)
  useEffect(() => {
    let shown = true
    read(revision).then(
      ({ content }) => shown && setSaved(pitchIn(content as object)),
      (error: Error) => shown && setSaved(error),
    )
    return () => {
      shown = false
    }
  }, [read, revision])
  if (saved instanceof Error) return <p role="alert">It cannot be looked at: {saved.message}</p>
  if (!saved) return <p>…</p>
  return <Differences then={saved} now={now} />
}
