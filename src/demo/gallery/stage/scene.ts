import type { streams } from 'pitchey-live'

type DataOf<S extends { readonly initial: (param: never) => unknown }> = ReturnType<S['initial']>

/** What the server of a stage knows at first; of what is left out it knows what it knows of a newcomer. */
export interface Known {
  readonly notifications?: DataOf<typeof streams.notifications>
  readonly dashboard?: DataOf<typeof streams.dashboard>
  readonly pitch?: DataOf<typeof streams.pitch>
  readonly watchers?: DataOf<typeof streams.watchers>
  readonly uploads?: DataOf<typeof streams.uploads>
  readonly presence?: DataOf<typeof streams.presence>
  readonly draft?: DataOf<typeof streams.draft>
  readonly editors?: DataOf<typeof streams.editors>
  /** What becomes of a draft that is saved; `fails` until somebody asks by hand. */
  readonly saves?: 'taken' | 'hangs' | 'fails'
  /** What somebody else saves just before the first save of a draft arrives. */
  readonly rival?: Pick<DataOf<typeof streams.draft>, 'content' | 'updatedBy'>
  /** In conversation 1. */
  readonly typing?: DataOf<typeof streams.typing>
  /** Whose page it is; left out, it is nobody's. Each has an id of their own: pages of one user tell each other what they chose. */
  readonly user?: { readonly userId: number; readonly username: string }
  /** Views of each hour, oldest first. */
  readonly hours?: readonly number[]
  /** Notifications that lie behind the newest. */
  readonly older?: number
}

/** What happens on the server, e.g. a `pitch_view` on `pitch:1`. */
export interface Happening {
  readonly topic: string
  readonly type: string
  readonly data: unknown
}

/** What REST does: `fails` until somebody asks by hand. */
export type Rest = 'answers' | 'hangs' | 'fails'

/** What becomes of the line once all is shown: `socket` leaves REST to be asked. */
export type Loss = 'none' | 'network' | 'socket'

/** How things stand, and go on, for one component in one state. */
export interface Scene {
  readonly known: Known
  readonly rest: Rest
  readonly loss: Loss
  /** What happens every second while the gallery plays. @param beat 1, 2, 3 … */
  readonly play: (beat: number, now: number) => Happening | null
}
