import type { streams } from 'pitchey-live'
import type { Known } from './scene.js'

type Draft = ReturnType<typeof streams.draft.initial>

export interface Pitch {
  readonly title: string
  readonly logline: string
  readonly synopsis: string
  readonly budget: number
  readonly genres: readonly string[]
}

const SYNOPSIS =
  'A keeper finds letters that were never sent. She answers the first one, and the sea brings the next. When the storm comes she has to choose between the light and the reply.'

const PITCH: Pitch = {
  title: 'The Lighthouse',
  logline: 'Letters that the sea brings back.',
  synopsis: SYNOPSIS,
  budget: 2_400_000,
  genres: ['Drama', 'Mystery'],
}

/** What somebody has typed on this page, and what Ben saves before that is saved. */
export const DISAGREEMENTS = {
  title: { mine: { title: 'The Lighthouse at Night' }, theirs: { title: 'Lights Out', budget: 2_650_000 } },
  several: {
    mine: {
      title: 'The Lighthouse at Night',
      synopsis: SYNOPSIS.replace('the light and the reply', 'the light and the last letter'),
      budget: 2_500_000,
      genres: ['Mystery'],
    },
    theirs: {
      title: 'Lights Out',
      logline: 'Letters that nobody sent.',
      synopsis: SYNOPSIS.replace('A keeper', 'An old keeper').replace('the reply', 'an answer'),
      budget: 2_650_000,
      genres: ['Drama', 'Mystery', 'Romance'],
    },
  },
} as const satisfies Readonly<Record<string, { readonly mine: Partial<Pitch>; readonly theirs: Partial<Pitch> }>>

const MINUTE_MS = 60_000
const ANA = { userId: 1, username: 'Ana' }
const BEN = { userId: 2, username: 'Ben' }

/** Ana's pitch, which she saved two minutes ago. */
const saved = (content: object = PITCH): Draft => ({
  draftId: 'pitch_1',
  draftType: 'pitch',
  content,
  revision: 3,
  updatedAt: new Date(Date.now() - 2 * MINUTE_MS).toISOString(),
  updatedBy: ANA,
})

/** @param saves what becomes of what is saved; by default it is taken */
export const pitchDraft = (saves: Known['saves'] = 'taken'): Known => ({ user: ANA, draft: saved(), saves })

/** Ben saves this just before the visitor's first save arrives. */
export const contested = (theirs: Partial<Pitch>): Known => ({
  ...pitchDraft(),
  rival: { content: { ...PITCH, ...theirs }, updatedBy: BEN },
})
