import { DraftStatus, type DraftSync } from 'pitchey-live'
import type { PitchContent } from './pitchContent.js'

/** How the draft stands, who else edits it, and the way to save it now. */
export function SaveLine({ draft }: { draft: DraftSync<PitchContent> }) {
  return (
    <div className="save-line">
      <DraftStatus draft={draft} />
      <button type="button" className="pl-button" onClick={draft.save}>
        Save now
      </button>
    </div>
  )
}
