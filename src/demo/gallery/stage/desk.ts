import type { streams } from 'pitchey-live'
import type { CommandAnswer } from 'pitchey-live/core'
import type { Happening, Known } from './scene.js'
import type { Heard } from './stageSocket.js'
import type { Topics } from './topics.js'

/** Where drafts are saved. */
export interface Desk {
  /** `null`: it takes its time. */
  readonly save: (message: Heard) => CommandAnswer | null
  /** What failed works from now on. */
  readonly mend: () => void
}

type Draft = ReturnType<typeof streams.draft.initial>
interface Saved {
  readonly draftId: string
  readonly draftType: string
  readonly content: unknown
  readonly baseRevision: number
}

export function createDesk(known: Known, topics: Topics, publish: (happening: Happening) => void): Desk {
  let { saves = 'taken', rival } = known

  const write = (name: string, draftType: string, { content, updatedBy }: Pick<Draft, 'content' | 'updatedBy'>) => {
    const topic = `draft:${name}`
    const { draftId, revision } = topics.at(topic).data as Draft
    const data = { draftId, draftType, content, revision: revision + 1, updatedAt: new Date().toISOString(), updatedBy }
    publish({ topic, type: 'draft_sync', data })
    return data.revision
  }
  const refuse = (code: 'unavailable' | 'conflict', details?: unknown): CommandAnswer => ({
    ok: false,
    error: { code, message: 'The stage has a server that says so', retryable: code === 'unavailable', details },
  })

  return {
    mend: () => {
      if (saves === 'fails') saves = 'taken'
    },
    save: ({ data }) => {
      const { draftId: name, draftType, content, baseRevision } = data as Saved
      if (saves === 'hangs') return null
      if (saves === 'fails') return refuse('unavailable')
      if (rival) write(name, draftType, rival)
      rival = undefined
      const current = topics.at(`draft:${name}`).data as Draft
      if (current.revision !== baseRevision) return refuse('conflict', current)
      const updatedBy = known.user ?? null
      return { ok: true, ack: { result: { revision: write(name, draftType, { content, updatedBy }) } } }
    },
  }
}
