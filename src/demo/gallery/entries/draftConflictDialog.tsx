import { DraftConflictDialog, useDraftSync } from 'pitchey-live'
import { useState } from 'react'
import type { Entry } from '../entry.js'
import { contested, DISAGREEMENTS, type Pitch } from '../stage/drafts.js'
import { scenes } from '../stage/scenes.js'
import { typist } from '../typist.js'

function Decide() {
  const [open, setOpen] = useState(false)
  const draft = useDraftSync<Pitch>({
    draftId: 'pitch_1',
    draftType: 'pitch',
    autoSaveInterval: 500,
    enableLocalStorage: false,
  })
  return (
    <div>
      <button type="button" className="pl-button" disabled={!draft.hasConflict} onClick={() => setOpen(true)}>
        {draft.conflicts.length} to decide
      </button>
      <DraftConflictDialog draft={draft} open={open} onClose={() => setOpen(false)} />
    </div>
  )
}

function ByWord() {
  const [open, setOpen] = useState(false)
  const draft = useDraftSync<Pitch>({
    draftId: 'pitch_1',
    draftType: 'pitch',
    autoSaveInterval: 500,
    conflictResolution: 'merge',
    enableLocalStorage: false,
  })
  return (
    <div>
      <button type="button" className="pl-button" disabled={!draft.hasConflict} onClick={() => setOpen(true)}>
        {draft.conflicts.length} to decide
      </button>
      <DraftConflictDialog draft={draft} open={open} onClose={() => setOpen(false)} />
    </div>
  )
}

const { title, several } = DISAGREEMENTS

export const draftConflictDialog: Entry = {
  name: 'DraftConflictDialog',
  about:
    'Decides the conflicts of a draft, field by field: mine, theirs, both, or a version of one’s own. Nothing is chosen beforehand, and all of it works by keyboard.',
  examples: { Decide, ByWord },
  cards: [
    { title: 'One field', before: typist(title.mine), scene: () => scenes.live(contested(title.theirs)) },
    { title: 'Several fields', before: typist(several.mine), scene: () => scenes.live(contested(several.theirs)) },
    {
      title: 'By word',
      example: 'ByWord',
      before: typist(several.mine, { conflictResolution: 'merge' }),
      scene: () => scenes.live(contested(several.theirs)),
      hint: 'Texts and lists are merged as far as they can be.',
    },
  ],
}
