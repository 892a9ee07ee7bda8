import { DraftConflictBanner, useDraftSync } from 'pitchey-live'
import { useEffect, useState } from 'react'
import { ANA, type Person } from '../cast.js'
import { FIELDS, isValid, pitchIn, type PitchContent } from '../editor/pitchContent.js'
import { PitchFields } from '../editor/PitchFields.js'
import { SaveLine } from '../editor/SaveLine.js'

interface Props {
  readonly person: Person
  readonly draftId: string
  /** What this person makes of the pitch, as soon as it is their turn. */
  readonly ending: PitchContent
  readonly isTurn: boolean
  readonly onWritten?: () => void
  /** At once. Otherwise not before there is a conflict. */
  readonly saves?: boolean
}

const SOON_MS = 1_000
const HOUR_MS = 3_600_000
const nothing = () => undefined

/** One of the two editors. Once the story is told, people write on themselves. */
export function ConflictSide({ person, draftId, ending, isTurn, onWritten = nothing, saves = false }: Props) {
  const [hasWritten, setWritten] = useState(false)
  const [hasMet, setMet] = useState(saves)
  const draft = useDraftSync<PitchContent>({
    draftId,
    draftType: 'pitch',
    ...(person === ANA ? {} : { ownerId: ANA.userId }),
    autoSaveInterval: hasMet ? SOON_MS : HOUR_MS,
    conflictResolution: 'merge',
    // It is prepared anew for each visit.
    enableLocalStorage: false,
    validateContent: isValid,
  })
  const { content, hasConflict, updateContent, save } = draft
  if (hasConflict && !hasMet) setMet(true)
  const begins = isTurn && !hasWritten && content !== null
  useEffect(() => {
    if (!begins) return
    updateContent(ending)
    if (saves) save()
    onWritten()
    // oxlint-disable-next-line react/set-state-in-effect -- the draft is written when the server's version has come
    setWritten(true)
  }, [begins, ending, saves, updateContent, save, onWritten])
  return (
    <>
      <h2>
        {person.username} <small>{person.role}</small>
      </h2>
      <SaveLine draft={draft} />
      <PitchFields value={pitchIn(content)} onChange={updateContent} />
      <DraftConflictBanner draft={draft} fieldLabels={FIELDS} />
    </>
  )
}
