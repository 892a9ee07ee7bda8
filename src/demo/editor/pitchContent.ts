import type { Pitch } from '../cast.js'

/** What the draft of a pitch holds. */
export interface PitchContent {
  readonly title: string
  readonly logline: string
  readonly genres: readonly string[]
  /** In euros. */
  readonly budget: number | null
  readonly synopsis: string
}

export const GENRES = ['Adventure', 'Comedy', 'Drama', 'Family', 'Mystery', 'Romance', 'Science fiction', 'Thriller']

export const FIELDS = {
  title: 'Title',
  logline: 'Logline',
  genres: 'Genres',
  budget: 'Budget in euros',
  synopsis: 'Synopsis',
} as const satisfies Record<keyof PitchContent, string>

const BLANK: PitchContent = { title: '', logline: '', genres: [], budget: null, synopsis: '' }

/** A draft that nobody has saved yet begins with what is known of its pitch. */
export const pitchAsPublished = ({ title, logline }: Pitch): PitchContent => ({ ...BLANK, title, logline })

/**
 * What a form shows of a draft. A draft may hold any JSON, and a field that nobody filled in is not there.
 * @param otherwise for fields that it does not have
 */
export function pitchIn(content: object | null, otherwise: PitchContent = BLANK): PitchContent {
  const { title, logline, genres, budget, synopsis } = (content ?? {}) as Readonly<Record<string, unknown>>
  return {
    title: typeof title === 'string' ? title : otherwise.title,
    logline: typeof logline === 'string' ? logline : otherwise.logline,
    genres: Array.isArray(genres) ? genres.filter((genre) => typeof genre === 'string') : otherwise.genres,
    budget: typeof budget === 'number' || budget === null ? budget : otherwise.budget,
    synopsis: typeof synopsis === 'string' ? synopsis : otherwise.synopsis,
  }
}

/** What is wrong with which field, in words. While there is something, nothing is saved. */
export type Problems = Partial<Record<keyof PitchContent, string>>

export function problemsOf({ title, budget }: PitchContent): Problems {
  return {
    ...(title.trim() === '' ? { title: 'A pitch needs a title.' } : {}),
    ...(budget !== null && budget < 0 ? { budget: 'A budget is not less than nothing.' } : {}),
  }
}

export const isValid = (content: object): boolean => Object.keys(problemsOf(pitchIn(content))).length === 0
