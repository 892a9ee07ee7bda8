import * as v from 'valibot'
import { DRAFT_REVISIONS } from '../limits.js'
import { defineStream, type User } from '../stream.js'
import { Count, Id, NEVER, Timestamp } from './values.js'

const BARE = '[A-Za-z0-9_-]{1,64}'
const OWN = new RegExp(`^${BARE}$`)
const ANY = new RegExp(`^(?:[1-9]\\d{0,14}\\.)?${BARE}$`)

/** `pitch_1` is one's own, `7.pitch_1` that of user 7. */
export const DraftName = v.pipe(
  v.string(),
  v.regex(ANY, 'must be 1 to 64 of A-Z a-z 0-9 _ -, with an owner and a dot before it if need be'),
)

/** What the draft is for, e.g. `pitch`. It is kept and told, and means nothing to the server. */
export const DraftType = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 _ . : -'),
)

export const Author = v.object({ userId: Id, username: v.string() })

/** A draft as it was saved. `content` is any JSON. */
export const SavedDraft = v.object({
  /** Without its owner. */
  draftId: v.pipe(v.string(), v.regex(OWN)),
  draftType: DraftType,
  content: v.unknown(),
  /** Counts the saves; the offset of the event that told of it. */
  revision: v.pipe(Count, v.minValue(1)),
  updatedAt: Timestamp,
  updatedBy: Author,
})

/** A draft's name with its owner, whoever says it. */
export const wholeName = ({ userId }: User, name: string): string => (name.includes('.') ? name : `${userId}.${name}`)

/** A whole name, taken apart. */
export function ownerAndId(name: string): { readonly ownerId: number; readonly draftId: string } {
  const dot = name.indexOf('.')
  return { ownerId: Number(name.slice(0, Math.max(dot, 0))), draftId: name.slice(dot + 1) }
}

export const draft = defineStream({
  name: 'draft',
  // Digits alone are read as a number.
  param: v.pipe(v.union([v.string(), v.number()]), v.transform(String), DraftName),
  data: v.object({
    ...SavedDraft.entries,
    // Until the first save nobody has said.
    draftType: v.nullable(DraftType),
    updatedBy: v.nullable(Author),
    revision: Count,
  }),
  initial: (name) => ({
    draftId: ownerAndId(name).draftId,
    draftType: null,
    content: {},
    revision: 0,
    updatedAt: NEVER,
    updatedBy: null,
  }),
  meant: wholeName,
  // Owners and collaborators: the server looks them up.
  access: () => true,
  kind: { retention: { events: DRAFT_REVISIONS, maxAgeMs: Number.POSITIVE_INFINITY } },
  events: {
    draft_sync: {
      schema: SavedDraft,
      reduce: (_, saved) => saved,
      replaces: true,
      invalidates: (name) => [['draft-history', name]],
    },
  },
  commands: {
    draft_sync: {
      schema: v.object({
        draftId: DraftName,
        draftType: DraftType,
        content: v.unknown(),
        /** The revision that was edited; any other than the newest is a `conflict`. */
        baseRevision: v.optional(Count, 0),
      }),
      send: 'durable',
      param: ({ draftId }) => draftId,
    },
  },
})
