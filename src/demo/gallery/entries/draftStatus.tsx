import { DraftStatus, useDraftSync } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { DISAGREEMENTS, pitchDraft, contested, type Pitch } from '../stage/drafts.js'
import { scenes } from '../stage/scenes.js'
import { typist } from '../typist.js'

function PitchEditor() {
  const draft = useDraftSync<Pitch>({
    draftId: 'pitch_1',
    draftType: 'pitch',
    autoSaveInterval: 500,
    maxReconnectAttempts: 1,
    enableLocalStorage: false,
  })
  return <DraftStatus draft={draft} />
}

function ByAge() {
  const draft = useDraftSync<Pitch>({ draftId: 'pitch_1', draftType: 'pitch', enableLocalStorage: false })
  return <DraftStatus draft={draft} time="relative" />
}

function SavedRarely() {
  const draft = useDraftSync<Pitch>({
    draftId: 'pitch_1',
    draftType: 'pitch',
    autoSaveInterval: 600_000,
    enableLocalStorage: false,
  })
  return <DraftStatus draft={draft} />
}

function Kept() {
  const draft = useDraftSync<Pitch>({ draftId: 'pitch_1', draftType: 'pitch', autoSaveInterval: 600_000 })
  return <DraftStatus draft={draft} />
}

const { mine, theirs } = DISAGREEMENTS.title
const options = { maxReconnectAttempts: 1 }
const Typist = typist(mine, options)

export const draftStatus: Entry = {
  name: 'DraftStatus',
  about: 'How a draft stands, in a line that keeps its room whatever it says, and who else edits it.',
  examples: { PitchEditor, ByAge, SavedRarely, Kept },
  cards: [
    { title: 'Loading', scene: scenes.loading },
    { title: 'Saved', scene: () => scenes.live(pitchDraft()) },
    {
      title: 'With others',
      scene: () => scenes.live({ ...pitchDraft(), editors: { editors: [{ userId: 2, username: 'Ben' }] } }),
    },
    { title: 'Saved, by age', example: 'ByAge', scene: () => scenes.live(pitchDraft()) },
    {
      title: 'Unsaved',
      example: 'SavedRarely',
      before: typist(mine, { autoSaveInterval: 600_000 }),
      scene: () => scenes.live(pitchDraft()),
    },
    {
      title: 'Saving',
      before: Typist,
      scene: () => scenes.live(pitchDraft('hangs')),
      hint: 'The server takes its time. What is saved at once is not spoken of.',
    },
    {
      title: 'Offline',
      example: 'Kept',
      before: typist(mine, { autoSaveInterval: 600_000, enableLocalStorage: true }),
      scene: () => scenes.offline(pitchDraft()),
    },
    { title: 'Conflict', before: Typist, scene: () => scenes.live(contested(theirs)) },
    {
      title: 'Error',
      before: Typist,
      scene: () => scenes.live(pitchDraft('fails')),
      hint: 'The server takes nothing until Retry is pressed.',
    },
  ],
}
