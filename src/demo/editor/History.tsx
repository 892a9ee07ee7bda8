import { useDraftHistory } from 'pitchey-live'
import { useId, useState } from 'react'
import type { PitchContent } from './pitchContent.js'
import { Revision } from './Revision.js'

interface Props {
  readonly draftId: string
  readonly ownerId: number | undefined
  /** As the form has it. */
  readonly now: PitchContent
}

/** What was brought back, and what was there before. */
interface Restored {
  readonly revision: number
  readonly before: number
}

/** Everything that was saved, the newest first. What is brought back becomes the newest: that, too, can be taken back. */
export function History({ draftId, ownerId, now }: Props) {
  const heading = useId()
  const { revisions, status, refetch, read, restore, isRestoring, restoreError } = useDraftHistory(draftId, { ownerId })
  const [open, setOpen] = useState<number | null>(null)
  const [restored, setRestored] = useState<Restored | null>(null)
  const newest = revisions[0]?.revision ?? 0

  const bringBack = (revision: number) => {
    const before = newest
    setRestored(null)
    restore(revision).then(
      () => {
        setOpen(null)
        setRestored({ revision, before })
      },
      () => undefined, // it is in `restoreError`
    )
  }
  return (
    <section className="history" aria-labelledby={heading}>
      <h3 id={heading}>History</h3>
      <div className="told">
        {/* In the page before it says something: what appears with its words is not announced. */}
        <output>{restored && `Revision ${restored.revision} is back, and is the newest now.`}</output>
        {restored && (
          <button type="button" className="quiet" disabled={isRestoring} onClick={() => bringBack(restored.before)}>
            Undo
          </button>
        )}
      </div>
      {restoreError && <p role="alert">{whyNot(restoreError)}</p>}
      {revisions.length > 0 ? (
        <ol>
          {revisions.map(({ revision, updatedAt, updatedBy }) => (
            <Revision
              key={revision}
              revision={revision}
              who={updatedBy.username}
              at={new Date(updatedAt)}
              isNewest={revision === newest}
              isOpen={revision === open}
              isBusy={isRestoring}
              now={now}
              read={read}
              onToggle={() => setOpen(revision === open ? null : revision)}
              onRestore={() => bringBack(revision)}
            />
          ))}
        </ol>
      ) : status === 'error' ? (
        <p role="alert">
          The history cannot be loaded.{' '}
          <button type="button" className="quiet" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      ) : (
        <p>{status === 'success' ? 'Nothing has been saved yet.' : '…'}</p>
      )}
    </section>
  )
}

function whyNot(error: Error & { readonly code?: unknown }): string {
  if (error.code === 'conflict') return 'Nothing was brought back: somebody has saved meanwhile. Look again.'
  if (error.code === 'not_found') return 'Nothing was brought back: that revision is not kept any more.'
  return `Nothing was brought back: ${error.message}`
}
