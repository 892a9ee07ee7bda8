import { QueryClient } from '@tanstack/react-query'
import { createPitchey, type PitcheyLive } from 'pitchey-live'
import { ANA, BEN, type Person } from '../cast.js'
import { ask, login, sessionOf } from '../login.js'
import { BEGINNING } from './story.js'

/** A draft that two people have open, each with an engine, a session and a cache of their own. */
export interface Scene {
  readonly draftId: string
  readonly ana: Side
  readonly ben: Side
  /** Resolves once the server has the draft as it was before anybody changed it. Rejects with words that can be shown. */
  readonly ready: Promise<void>
  readonly close: () => void
}

export interface Side {
  readonly person: Person
  readonly live: PitcheyLive
  readonly client: QueryClient
}

export function createScene(): Scene {
  // Of this visit alone: others may be looking at theirs.
  const draftId = `conflict_${crypto.randomUUID()}`
  const [ana, ben] = [sideOf(ANA), sideOf(BEN)]
  return {
    draftId,
    ana,
    ben,
    ready: prepare(draftId),
    close: () => {
      for (const { live, client } of [ana, ben]) {
        live.dispose()
        client.clear()
      }
    },
  }
}

const sideOf = (person: Person): Side => ({
  person,
  live: createPitchey({ getSession: sessionOf(person), remember: false }),
  client: new QueryClient(),
})

async function prepare(draftId: string): Promise<void> {
  const { token } = await login(ANA)
  await ask(`/api/drafts/${draftId}/collaborators`, { method: 'PUT', token, body: { userIds: [BEN.userId] } })
  const data = { draftId, draftType: 'pitch', content: BEGINNING, baseRevision: 0 }
  await ask('/api/messages', { token, body: { type: 'draft_sync', data, id: crypto.randomUUID() } })
}
