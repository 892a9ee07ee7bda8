import { DraftConflictBanner, useDraftSync } from 'pitchey-live'
import type { Entry } from '../entry.js'
import { contested, DISAGREEMENTS, type Pitch } from '../stage/drafts.js'
import { scenes } from '../stage/scenes.js'
import { typist } from '../typist.js'

function PitchEditor() {
  const draft = useDraftSync<Pitch>({
    draftId: 'pitch_1',
    draftType: 'pitch',
    autoSaveInterval: 500,
    enableLocalStorage: false,
  })
  const { content, updateContent } = draft
  return (
    <div style={{ display: 'grid', gap: '0.75rem' }}>
      <input
        aria-label="Title"
        className="pl-field"
        value={content?.title ?? ''}
        onChange={({ target }) => content && updateContent({ ...content, title: target.value })}
      />
      <DraftConflictBanner draft={draft} fieldLabels={{ title: 'Title', budget: 'Budget in €' }} />
    </div>
  )
}

const { title, several } = DISAGREEMENTS

export const draftConflictBanner: Entry = {
  name: 'DraftConflictBanner',
  about:
    'Says that somebody else saved what one was writing, and decides it by one button or in a dialog. It stands below the fields: it moves none of them, and one types on.',
  examples: { PitchEditor },
  cards: [
    {
      title: 'One conflict',
      before: typist(title.mine),
      scene: () => scenes.live(contested(title.theirs)),
      hint: 'Either of the two buttons can be undone for ten seconds.',
    },
    { title: 'Several', before: typist(several.mine), scene: () => scenes.live(contested(several.theirs)) },
  ],
}
