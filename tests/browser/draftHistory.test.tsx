import { useDraftCollaborators, useDraftHistory } from 'pitchey-live'
import { useEffect } from 'react'
import { beforeEach, describe, expect, test } from 'vitest'
import { command, expectComplaint, mount, rest, send, signIn, sockets, type Name } from '../support/stage.js'

let count = 0
let draftId = ''

/** Mounts a component that does nothing but look, and tells what it saw last. */
function watching<T>(useIt: () => T): () => T | null {
  let seen: T | null = null
  function Probe() {
    const shown = useIt()
    useEffect(() => void (seen = shown), [shown])
    return null
  }
  mount(<Probe />)
  return () => seen
}

function showHistory(ownerId?: number) {
  const seen = watching(() => useDraftHistory(draftId, { ownerId }))
  const look = () => {
    const history = seen()
    if (!history) throw new Error('Nothing is shown yet')
    return history
  }
  return {
    look,
    listed: () => seen()?.revisions.map(({ revision, updatedBy }) => `${revision} ${updatedBy.username}`) ?? [],
    title: async (revision: number) => ((await look().read(revision)).content as { title: string }).title,
  }
}

/** Somebody saves, elsewhere. */
const save = (name: Name, id: string, title: string, baseRevision: number) =>
  command(name, 'draft_sync', { draftId: id, draftType: 'pitch', content: { title }, baseRevision })
const letBenIn = () => send('ana', 'PUT', `/api/drafts/${draftId}/collaborators`, { userIds: [2] })

/** What the page asks of REST from now on, e.g. `POST …/restore`, and what becomes of the answers. */
function watchRequests(onAnswer: (request: string, n: number) => void = () => undefined) {
  const asked: { request: string; body: unknown }[] = []
  const fetch = window.fetch.bind(window)
  window.fetch = async (input, init) => {
    const request = `${init?.method ?? 'GET'} ${(typeof input === 'string' ? input : '').replace(/^.*(?=\/)/, '')}`
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null
    const n = asked.push({ request, body })
    const answer = await fetch(input, init)
    onAnswer(request, n)
    return answer
  }
  return asked
}

beforeEach(async () => {
  await signIn('ana')
  draftId = `novel_${(count += 1)}`
})

describe('the history of a draft', () => {
  test('says who saved and when, the newest first, and follows what others save without anybody asking', async () => {
    await letBenIn()
    await save('ana', draftId, 'Rain', 0)
    const history = showHistory()
    await expect.poll(history.listed).toEqual(['1 Ana'])
    expect(Date.now() - Date.parse(history.look().revisions[0]?.updatedAt ?? '')).toBeLessThan(60_000)
    await save('ben', `1.${draftId}`, 'Snow', 1)
    await expect.poll(history.listed).toEqual(['2 Ben', '1 Ana'])
    expect([history.look().status, history.look().error]).toEqual(['success', null])
  })

  test('is there for somebody who was let in', async () => {
    await letBenIn()
    await save('ana', draftId, 'Rain', 0)
    await signIn('ben')
    const history = showHistory(1)
    await expect.poll(history.listed).toEqual(['1 Ana'])
    await save('ana', draftId, 'Snow', 1)
    await expect.poll(history.listed).toEqual(['2 Ana', '1 Ana'])
  })

  test('follows without an event, too, as soon as the draft is known to be further', async () => {
    await save('ana', draftId, 'Rain', 0)
    await sockets(false)
    const history = showHistory()
    await expect.poll(history.listed).toEqual(['1 Ana'])
    await save('ana', draftId, 'Snow', 1)
    await expect.poll(history.listed).toEqual(['2 Ana', '1 Ana'])
  })

  test('holds what each revision said, which is asked for once', async () => {
    await save('ana', draftId, 'Rain', 0)
    await save('ana', draftId, 'Snow', 1)
    const history = showHistory()
    await expect.poll(history.listed).toHaveLength(2)
    const asked = watchRequests()
    expect([await history.title(1), await history.title(2), await history.title(1)]).toEqual(['Rain', 'Snow', 'Rain'])
    await save('ana', draftId, 'Hail', 2)
    await expect.poll(history.listed).toHaveLength(3)
    expect(await history.title(1)).toBe('Rain')
    expect(asked.filter(({ request }) => request === 'GET /1')).toHaveLength(1)
    await expect(history.look().read(9)).rejects.toMatchObject({ name: 'SnapshotError', code: 'not_found' })
  })

  test('is nobody else’s: who signs in next is shown nothing of it', async () => {
    await save('ana', draftId, 'Rain', 0)
    const history = showHistory()
    await expect.poll(history.listed).toEqual(['1 Ana'])
    const seen: string[][] = []
    await signIn('ben')
    await expect.poll(() => seen[seen.push(history.listed()) - 1]).toEqual([])
    await save('ben', draftId, 'Mine', 0)
    await expect.poll(history.listed).toEqual(['1 Ben'])
    await signIn('ana')
    await expect.poll(history.listed).toEqual(['1 Ana'])
    await signIn('ben')
    await expect.poll(() => seen[seen.push(history.listed()) - 1]).toEqual(['1 Ben'])
  })

  test('that cannot be had says why, and is there again once it can', async () => {
    await save('ana', draftId, 'Rain', 0)
    rest('refuse')
    const history = showHistory()
    await expect.poll(() => history.look().error).toMatchObject({ name: 'SnapshotError', status: 0 })
    rest('answer')
    await history.look().refetch()
    await expect.poll(history.listed).toEqual(['1 Ana'])
  })
})

describe('restoring a revision', () => {
  test('saves it as a new one; what came after it is still there, and can be had back', async () => {
    await save('ana', draftId, 'Rain', 0)
    await save('ana', draftId, 'Snow', 1)
    const history = showHistory()
    await expect.poll(history.listed).toHaveLength(2)
    expect(await history.look().restore(1)).toBe(3)
    await expect.poll(history.listed).toHaveLength(3)
    expect(await history.title(3)).toBe('Rain')
    expect(await history.look().restore(2)).toBe(4)
    expect(await history.title(4)).toBe('Snow')
    expect([history.look().isRestoring, history.look().restoreError]).toEqual([false, null])
  })

  test('whose answer is lost is sent again under the same id, and done once', async () => {
    await save('ana', draftId, 'Rain', 0)
    await save('ana', draftId, 'Snow', 1)
    const history = showHistory()
    await expect.poll(history.listed).toHaveLength(2)
    let lost = 0
    const asked = watchRequests((request) => {
      if (request === 'POST /restore' && (lost += 1) === 1) throw new TypeError('Failed to fetch')
    })
    expect(await history.look().restore(1)).toBe(3)
    const bodies = asked.flatMap(({ request, body }) => (request === 'POST /restore' ? [body] : []))
    expect(bodies).toHaveLength(2)
    expect(bodies[1]).toEqual(bodies[0])
    await expect.poll(history.listed).toEqual(['3 Ana', '2 Ana', '1 Ana'])
  })

  test('over what somebody has saved meanwhile does nothing, and says so', async () => {
    await letBenIn()
    await save('ana', draftId, 'Rain', 0)
    await save('ana', draftId, 'Snow', 1)
    const history = showHistory()
    await expect.poll(history.listed).toHaveLength(2)
    // What Ben saves is not heard of here.
    await sockets(false)
    rest('hang')
    await save('ben', `1.${draftId}`, 'Ben’s', 2)
    rest('answer')
    const asked = watchRequests()
    await expect(history.look().restore(1)).rejects.toMatchObject({
      name: 'SnapshotError',
      status: 409,
      code: 'conflict',
    })
    await expect.poll(() => history.look().restoreError).toMatchObject({ code: 'conflict' })
    // No is no: it is not asked again.
    expect(asked.filter(({ request }) => request === 'POST /restore')).toHaveLength(1)
    await sockets(true)
    await expect.poll(history.listed).toEqual(['3 Ben', '2 Ana', '1 Ana'])
    expect(await history.title(3)).toBe('Ben’s')
  })
})

describe('the collaborators of a draft', () => {
  test('are the owner’s to see and to set; who is taken out may not look any more', async () => {
    await save('ana', draftId, 'Rain', 0)
    const collaborators = watching(() => useDraftCollaborators(draftId))
    await expect.poll(() => collaborators()?.status).toBe('success')
    expect(collaborators()?.userIds).toEqual([])
    await expect(collaborators()?.setCollaborators([2])).resolves.toEqual([2])
    await expect.poll(() => collaborators()?.userIds).toEqual([2])
    await save('ben', `1.${draftId}`, 'Snow', 1)
    await collaborators()?.setCollaborators([])
    await expect.poll(() => collaborators()?.userIds).toEqual([])
    expect([collaborators()?.isSetting, collaborators()?.setError]).toEqual([false, null])
    await signIn('ben')
    const history = showHistory(1)
    await expect.poll(() => history.look().error).toMatchObject({ status: 403, code: 'forbidden' })
    expect(history.listed()).toEqual([])
    await expectComplaint(/forbidden: The server refused/)
  })

  test('of another’s draft are not told', async () => {
    const collaborators = watching(() => useDraftCollaborators(`3.${draftId}`))
    await expect.poll(() => collaborators()?.error).toMatchObject({ status: 403, code: 'forbidden' })
  })
})
