import type { DraftSync } from 'pitchey-live'
import type { PitchContent } from './pitchContent.js'

/** How the draft stands, and the way to save it now. */
export function SaveLine({ draft }: { draft: DraftSync<PitchContent> }) {
  const { status, isDirty, otherEditors, save } = draft
  return (
    <div className="plug">
      <output>{status}</output>
      <button type="button" className="quiet" disabled={!isDirty} onClick={save}>
        Save now
      </button>
      {otherEditors.length > 0 && <p>{otherEditors.map(({ username }) => username).join(', ')} edit it, too.</p>}
    </div>
  )
}
