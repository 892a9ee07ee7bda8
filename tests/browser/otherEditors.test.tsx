import { useDraftSync, useWebSocket, type DraftSync, type FormContent } from 'pitchey-live'
import { useEffect } from 'react'
import { beforeEach, expect, test } from 'vitest'
import { peer } from '../support/peer.js'
import { command, mount, rest, send, signIn, sockets } from '../support/stage.js'

let drafts = 0
let draftId = ''
let shown: DraftSync<FormContent>
beforeEach(async () => {
  drafts += 1
  draftId = `open_${drafts}`
  shown = { status: 'not shown', otherEditors: [] } as unknown as DraftSync<FormContent> // nothing is drawn yet
  localStorage.clear()
  await signIn('ana')
})

function Probe() {
  const draft = useDraftSync({ draftId, draftType: 'pitch', autoSaveInterval: 500 })
  useEffect(() => {
    shown = draft
  })
  return null
}
const Connection = () => <p>{useWebSocket().connectionStatus.state}</p>
async function is(status: string): Promise<void> {
  await expect.poll(() => shown.status).toBe(status)
}
const others = () => shown.otherEditors.map(({ username }) => username)

test('is told before there is anything to disagree about, without oneself, and until they leave', async () => {
  await send('ana', 'PUT', `/api/drafts/${draftId}/collaborators`, { userIds: [2] })
  function Watched() {
    const draft = useDraftSync({ draftId, draftType: 'pitch', autoSaveInterval: 500 })
    useEffect(() => {
      shown = draft
    })
    return null
  }
  mount(<Watched />)
  await is('clean')
  const [ben, again] = [await peer('ben'), await peer('ben')]
  ben.subscribe(`editors:1.${draftId}`)
  await expect
    .poll(() => JSON.stringify(ben.heard('subscribed')))
    .toContain(JSON.stringify([{ userId: 1, username: 'Ana' }]))
  expect(others()).toEqual([])
  ben.say('edit_draft', { draftId: `1.${draftId}`, on: true })
  await expect.poll(others).toEqual(['Ben'])
  const list = shown.otherEditors
  // A second window of his is no second Ben, and what is typed changes nothing of it.
  again.say('edit_draft', { draftId: `1.${draftId}`, on: true })
  shown.updateContent({ title: 'Together' })
  await is('clean')
  expect(shown.content).toEqual({ title: 'Together' })
  await command('ben', 'draft_sync', {
    draftId: `1.${draftId}`,
    draftType: 'pitch',
    content: { title: 'Together', note: 'By Ben' },
    baseRevision: 1,
  })
  await expect.poll(() => shown.content).toEqual({ title: 'Together', note: 'By Ben' })
  expect(shown.otherEditors).toBe(list)
  again.close()
  ben.say('edit_draft', { draftId: `1.${draftId}`, on: false })
  // Whose window was closed without a word may come back for a moment.
  await expect.poll(others, { timeout: 15_000 }).toEqual([])
  ben.close()
})

test('a component that goes away says so; and while nobody can be asked, nobody is named', async () => {
  await send('ana', 'PUT', `/api/drafts/${draftId}/collaborators`, { userIds: [2] })
  const ben = await peer('ben')
  ben.subscribe(`editors:1.${draftId}`)
  ben.say('edit_draft', { draftId: `1.${draftId}`, on: true })
  const { render } = mount(<Probe />)
  await expect.poll(others).toEqual(['Ben'])
  const last = () => (ben.heard('editors').at(-1) as { editors: { username: string }[] }).editors // as the stream says
  await expect.poll(() => last().map(({ username }) => username)).toEqual(['Ben', 'Ana'])
  render(<Connection />)
  await expect.poll(() => last().map(({ username }) => username)).toEqual(['Ben'])
  render(<Probe />)
  await expect.poll(others).toEqual(['Ben'])
  rest('refuse')
  await sockets(false)
  await expect.poll(others).toEqual([])
  ben.close()
})
