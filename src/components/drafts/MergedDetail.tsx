'use client'

import { ConflictSide } from './ConflictSide.js'
import type { DraftLabels } from './draftLabels.js'
import type { DraftView } from './draftView.js'
import { versionsOf, type MergedField } from './mergedFields.js'
import type { RoomWording } from '../shell/useI18n.js'
import { isSame } from '../../live/drafts/json.js'

export interface MergedDetailProps {
  readonly field: MergedField
  readonly draft: DraftView
  readonly theirs: string
  readonly wording: RoomWording<DraftLabels>
}

/** A field that was merged without asking: how it is now, and how that differs. */
export function MergedDetail({ field, draft, theirs, wording }: MergedDetailProps) {
  const { labels } = wording
  const versions = versionsOf(field, draft)
  // Of whoever changed nothing, all is new.
  const [from, other] = field.by === 'mine' ? [versions.theirs, theirs] : [versions.mine, labels.mine]
  return (
    <>
      <p className="pl-draft-what">
        {field.by === 'both' && isSame(versions.mine, versions.theirs) ? labels.sameChange : labels.comparedWith(other)}
      </p>
      <ConflictSide value={versions.merged} from={from} wording={wording} />
    </>
  )
}
