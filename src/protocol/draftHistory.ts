import * as v from 'valibot'
import { Author, DraftType, SavedDraft } from './streams/draft.js'
import { Count, Id, Timestamp } from './streams/values.js'

const Revision = v.object({
  revision: v.pipe(Count, v.minValue(1)),
  draftType: DraftType,
  updatedAt: Timestamp,
  updatedBy: Author,
})

/** Who saved a draft, and when, without what they saved. */
export type DraftRevision = v.InferOutput<typeof Revision>

/** What `GET /api/drafts/{draftId}/revisions` answers, newest first. */
export const DraftRevisions = v.object({ items: v.array(Revision), nextCursor: v.nullable(v.string()) })

/** What `GET /api/drafts/{draftId}/revisions/{revision}` answers: all of it. */
export const DraftAsSaved = SavedDraft
export type DraftAsSaved = v.InferOutput<typeof SavedDraft>

/** What `POST /api/drafts/{draftId}/restore` answers, as far as it matters here. */
export const Restored = v.object({ result: v.object({ revision: v.pipe(Count, v.minValue(1)) }) })

/** What `GET` and `PUT /api/drafts/{draftId}/collaborators` answer. */
export const DraftCollaborators = v.object({ userIds: v.array(Id) })
