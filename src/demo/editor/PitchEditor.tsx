import { DraftConflictBanner, useDraftSync } from 'pitchey-live'
import { useEffect, useRef } from 'react'
import { addressOf } from '../address.js'
import { ownerOf, type Person, type Pitch } from '../cast.js'
import { WidgetBoundary } from '../WidgetBoundary.js'
import { Collaborators } from './Collaborators.js'
import { History } from './History.js'
import { FIELDS, isValid, pitchAsPublished, pitchIn, type PitchContent } from './pitchContent.js'
import { PitchFields } from './PitchFields.js'
import { SaveLine } from './SaveLine.js'
import { TakenOut } from './TakenOut.js'

/** A pitch as its owner and whomever they let in write it, at the same time. */
export function PitchEditor({ pitch, person }: { pitch: Pitch; person: Person }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const isOwner = pitch.ownerId === person.userId
  const ownerId = isOwner ? undefined : pitch.ownerId
  const draftId = `pitch_${pitch.id}`
  const draft = useDraftSync<PitchContent>({
    draftId,
    draftType: 'pitch',
    ...(ownerId === undefined ? {} : { ownerId }),
    autoSaveInterval: 2_000,
    // Words of a long text that both have changed are put together; a title or a number is asked about.
    conflictResolution: 'merge',
    validateContent: isValid,
  })
  const isTakenOut = draft.trouble === 'forbidden'
  // Until it is known what was saved, the form is empty: whatever it showed would count as written.
  const value = pitchIn(draft.content, draft.status === 'loading' ? undefined : pitchAsPublished(pitch))
  return (
    <article className="card editor" aria-labelledby="pitch">
      <a className="back" href={addressOf(person, { at: 'pitch', pitch })}>
        ← {pitch.title}
      </a>
      <h2 id="pitch" ref={heading} tabIndex={-1}>
        Edit the pitch
      </h2>
      <p className="byline">
        {isTakenOut && `by ${ownerOf(pitch)}`}
        {!isTakenOut && (isOwner ? 'Whom you let in writes along.' : `${ownerOf(pitch)} has let you in.`)}
        {!isTakenOut && ' All of it is saved as you write.'}
      </p>
      {isTakenOut ? (
        <TakenOut owner={ownerOf(pitch)} value={value} hasUnsaved={draft.isDirty} />
      ) : (
        <SaveLine draft={draft} />
      )}
      <WidgetBoundary name="The form">
        <PitchFields value={value} onChange={draft.updateContent} isReadOnly={isTakenOut} />
      </WidgetBoundary>
      <WidgetBoundary name="The banner">
        <DraftConflictBanner draft={draft} fieldLabels={FIELDS} />
      </WidgetBoundary>
      {!isTakenOut && (
        <WidgetBoundary name="The history">
          <History draftId={draftId} ownerId={ownerId} now={value} />
        </WidgetBoundary>
      )}
      {isOwner && (
        <WidgetBoundary name="Who may edit">
          <Collaborators draftId={draftId} owner={person} />
        </WidgetBoundary>
      )}
    </article>
  )
}
