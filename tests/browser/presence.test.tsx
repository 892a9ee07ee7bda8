import { OnlineUsersList, PresenceIndicator, PresenceStatusSelector, usePresence } from 'pitchey-live'
import { useEffect } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { peer, type Peer } from '../support/peer.js'
import { mount, rest, signIn, sockets, violations, type Name } from '../support/stage.js'

/** The page's own user is online again, whatever an earlier test has chosen. */
function Online() {
  const { updatePresence, myPresence } = usePresence()
  const { status, activity, isPending } = myPresence
  useEffect(() => updatePresence('online'), [updatePresence])
  return <p>{status === 'online' && !activity && !isPending ? 'begin' : 'wait'}</p>
}

let others: Peer[] = []
const meet = async (name: Name): Promise<Peer> => {
  const other = await peer(name)
  others.push(other)
  return other
}

async function beOnline(): Promise<void> {
  const { unmount } = mount(<Online />)
  await expect.element(page.getByText('begin')).toBeVisible()
  unmount()
}

beforeEach(async () => {
  await signIn('ana')
  await beOnline()
})

afterEach(async () => {
  const leaving = others
  others = []
  await Promise.all(leaving.map((other) => other.leave()))
})

const indicator = () => document.querySelector('.pl-presence')
const status = () => indicator()?.getAttribute('data-status')
const rows = () => [...document.querySelectorAll('.pl-user-name')].map((name) => name.textContent)

test('an indicator follows somebody: there, busy with something, gone with the time', async () => {
  mount(<PresenceIndicator userId={2} username="Ben" showActivity />)
  await expect.poll(status).toBe('offline')
  const ben = await meet('ben')
  await expect.poll(status).toBe('online')
  ben.say('presence_update', { status: 'dnd', activity: 'Reading <b>scripts</b>' })
  await expect.poll(() => indicator()?.textContent).toBe('Do not disturbReading <b>scripts</b>')
  expect(await violations()).toEqual([])
  ben.say('presence_update', { status: 'online' })
  ben.say('presence_update', { idle: true })
  await expect.poll(() => indicator()?.textContent).toBe('Away · Active just now')
  others = []
  ben.close()
  await expect.poll(status).toBe('offline')
  expect(indicator()?.textContent).toBe('Offline · Active just now')
})

test('a dot alone is called by the name and the status, unless all is said beside it', async () => {
  await meet('ben')
  const { render } = mount(<PresenceIndicator userId={2} username="Ben" showStatus={false} />)
  await expect.element(page.getByRole('img', { name: 'Ben: Online' })).toBeVisible()
  expect(await violations()).toEqual([])
  render(<PresenceIndicator userId={2} showStatus={false} decorative />)
  await expect.poll(() => document.querySelector('[role=img]')).toBeNull()
})

test('without a connection of our own nobody is called offline: nobody can tell', async () => {
  await meet('ben')
  mount(
    <>
      <PresenceIndicator userId={2} />
      <OnlineUsersList />
    </>,
  )
  await expect.poll(status).toBe('online')
  await sockets(false)
  await expect.poll(status).toBe('unknown')
  expect(indicator()?.textContent).toBe('Status unknown')
  // The last that was known is still there to be read.
  expect(rows()).toContain('Ben')
  expect(document.querySelector('.pl-user')?.getAttribute('data-status')).toBe('unknown')
  await sockets(true)
  await expect.poll(status).not.toBe('unknown')
})

test('each status has a shape of its own, not only a colour', async () => {
  const ben = await meet('ben')
  mount(<PresenceIndicator userId={2} size="lg" />)
  const shapes = new Set<string>()
  for (const next of ['online', 'away', 'dnd', 'offline'] as const) {
    ben.say('presence_update', { status: next })
    await expect.poll(status).toBe(next)
    const dot = document.querySelector('.pl-presence-dot')
    const { backgroundImage, backgroundColor, borderTopColor, backgroundSize, borderTopStyle } = getComputedStyle(
      dot ?? document.body,
    )
    shapes.add(
      JSON.stringify([
        backgroundImage === 'none' ? 'plain' : backgroundSize,
        backgroundColor === borderTopColor ? 'full' : 'hollow',
        borderTopStyle,
      ]),
    )
  }
  expect(shapes.size).toBe(4)
})

test('the list begins with oneself, goes on by status and name, and says how many', async () => {
  const ben = await meet('ben')
  await meet('cara')
  mount(<OnlineUsersList showActivity />)
  await expect.poll(rows).toEqual(['Ana', 'Ben', 'Cara'])
  ben.say('presence_update', { status: 'dnd', activity: 'In a meeting' })
  await expect.poll(rows).toEqual(['Ana', 'Cara', 'Ben'])
  await expect.element(page.getByRole('list', { name: 'Online users (3)' })).toBeVisible()
  await expect.element(page.getByText('In a meeting')).toBeVisible()
  expect(document.querySelector('.pl-user')?.textContent).toContain('You')
  expect(await violations()).toEqual([])
})

test.each(['light', 'dark'] as const)('%s: axe finds nothing in any of the list’s states', async (theme) => {
  document.documentElement.dataset['plTheme'] = theme
  document.documentElement.style.background = 'Canvas'
  document.documentElement.style.colorScheme = theme
  const look = async (state: string) => {
    const { unmount } = mount(
      <>
        <OnlineUsersList />
        <PresenceStatusSelector variant="radio" showActivity />
      </>,
    )
    await expect.poll(() => document.querySelector('.pl-online')?.getAttribute('data-state')).toBe(state)
    expect(await violations()).toEqual([])
    return unmount
  }
  const list = await look('live')
  list()
  await sockets(false)
  rest('refuse')
  const failed = await look('error')
  failed()
  rest('hang')
  const loading = await look('loading')
  loading()
  document.documentElement.removeAttribute('style')
})

test('the order does not change under the pointer', async () => {
  const ben = await meet('ben')
  await meet('cara')
  mount(<OnlineUsersList />)
  await expect.poll(rows).toEqual(['Ana', 'Ben', 'Cara'])
  await userEvent.hover(page.getByText('Ben'))
  ben.say('presence_update', { status: 'away' })
  await expect.poll(() => document.querySelectorAll('.pl-user[data-status=away]').length).toBe(1)
  expect(rows()).toEqual(['Ana', 'Ben', 'Cara'])
  await userEvent.unhover(page.getByText('Ben'))
  await expect.poll(rows).toEqual(['Ana', 'Cara', 'Ben'])
})

test('a list that appears under a resting pointer is in order: nobody points at it yet', async () => {
  const ben = await meet('ben')
  await meet('cara')
  const { unmount } = mount(<OnlineUsersList />)
  await expect.poll(rows).toEqual(['Ana', 'Ben', 'Cara'])
  await userEvent.hover(page.getByText('Ben'))
  // Browsers tell of it though nothing moved.
  const entered: (Element | null)[] = []
  const note = ({ target }: PointerEvent) => entered.push((target as Element).closest('.pl-users'))
  document.addEventListener('pointerover', note, true)
  unmount()
  await expect.poll(() => entered).toEqual([null])
  mount(<OnlineUsersList />)
  await expect.poll(() => entered.at(-1)).not.toBeNull()
  document.removeEventListener('pointerover', note, true)
  await expect.poll(rows).toEqual(['Ana', 'Ben', 'Cara'])
  ben.say('presence_update', { status: 'away' })
  await expect.poll(rows).toEqual(['Ana', 'Cara', 'Ben'])
})

test('names lead where the host says; who leaves with the focus leaves it to the next one', async () => {
  const [ben, cara] = [await meet('ben'), await meet('cara')]
  mount(<OnlineUsersList userHref={({ userId }) => (userId === 1 ? undefined : `#to-${userId}`)} />)
  await expect.poll(rows).toEqual(['Ana', 'Ben', 'Cara'])
  expect(document.querySelectorAll('.pl-users a')).toHaveLength(2)
  expect(await violations()).toEqual([])
  const link = (name: string) => page.getByRole('link', { name })
  expect(link('Cara').element().getAttribute('href')).toBe('#to-3')
  link('Ben').element().focus()
  await ben.leave()
  await expect.poll(rows).toEqual(['Ana', 'Cara'])
  await expect.element(link('Cara')).toHaveFocus()
  // The last one leaves it to the list.
  await cara.leave()
  await expect.poll(rows).toEqual(['Ana'])
  await expect.poll(() => document.activeElement?.className).toBe('pl-users')
})

/** So many sign in nowhere in a demo; what is shown depends on the data alone. */
async function present(count: number): Promise<void> {
  const users = Array.from({ length: count }, (_, n) => ({
    userId: 1_000 + n,
    username: `Person ${n}`,
    status: 'online',
    // Every other row is higher.
    ...(n % 2 === 1 ? { activity: 'Reading scripts' } : {}),
    lastSeen: '2026-05-01T12:00:00.000Z',
  }))
  await sockets(false)
  window.fetch = () =>
    Promise.resolve(Response.json({ topic: 'presence:all', epoch: null, offset: null, data: { users } }))
}

test('of three hundred people only those in sight are in the page; all are walked to, scrolled to and searched', async () => {
  await present(300)
  mount(<OnlineUsersList maxUsers={2} showActivity userHref={({ userId }) => `#to-${userId}`} />)
  const nodes = () => document.querySelectorAll('.pl-online *').length
  await page.getByRole('button', { name: '298 more users online' }).click()
  await expect.poll(() => document.querySelector('.pl-users')?.getAttribute('data-long')).toBe('true')
  await expect.poll(() => rows()[0]).toBe('Person 0')
  expect(nodes()).toBeLessThan(400)
  const item = (name: string) => page.getByRole('link', { name, exact: true }).element().closest('li')
  expect(item('Person 1')?.getAttribute('aria-posinset')).toBe('2')
  expect(item('Person 1')?.getAttribute('aria-setsize')).toBe('300')
  expect(await violations()).toEqual([])

  // As far apart as in a short list, and none upon another.
  const gaps = () => {
    const rows = [...document.querySelectorAll('.pl-user')].map((row) => row.getBoundingClientRect())
    return rows.flatMap(({ bottom }, n) => (rows[n + 1] ? [Math.round((rows[n + 1]?.top ?? 0) - bottom)] : []))
  }
  expect(rows().length).toBeGreaterThan(8)
  await expect.poll(() => gaps().slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 0))

  // By the keyboard: from the search over the list itself into its rows, and on beyond those that were there.
  const search = page.getByRole('searchbox', { name: 'Search people' })
  search.element().focus()
  await userEvent.tab()
  expect(document.activeElement?.className).toBe('pl-users-scroller')
  for (let n = 0; n < 40; n += 1) {
    await userEvent.tab()
    expect(document.activeElement?.textContent).toBe(`Person ${n}`)
  }
  const scroller = document.querySelector('.pl-users-scroller')
  if (!scroller) throw new Error('There is nothing that scrolls')
  scroller.scrollTop = scroller.scrollHeight
  await expect.poll(() => rows().at(-1)).toBe('Person 299')
  expect(nodes()).toBeLessThan(400)
  // What has the focus stays in the page.
  expect(document.activeElement?.textContent).toBe('Person 39')

  await search.fill('person 29')
  await expect.poll(rows).toEqual(['Person 29', ...Array.from({ length: 10 }, (_, n) => `Person ${290 + n}`)])
  await search.fill('')
  await expect.poll(() => rows()[0]).toBe('Person 0')
  expect(nodes()).toBeLessThan(400)
})

test('three hundred in a pile: the panel scrolls its list, and the search above it stays in sight', async () => {
  await present(300)
  mount(<OnlineUsersList variant="stack" />)
  await page.getByRole('button', { name: 'Show all 300 online users' }).click()
  await expect.poll(() => document.querySelector('.pl-users')?.getAttribute('data-long')).toBe('true')
  await expect.poll(() => rows()[0]).toBe('Person 0')
  expect(await violations()).toEqual([])
  const panel = document.querySelector('.pl-stack-panel')
  expect(panel?.scrollHeight).toBe(panel?.clientHeight)
  document.querySelector('.pl-users-scroller')?.scrollTo(0, 100_000)
  await expect.poll(() => rows().at(-1)).toBe('Person 299')
  await expect.element(page.getByRole('searchbox', { name: 'Search people' })).toBeVisible()
  expect(document.querySelectorAll('.pl-online *').length).toBeLessThan(400)
})

test('those beyond the first ones are behind a button, in a pile behind its last circle', async () => {
  await meet('ben')
  await meet('cara')
  const { render } = mount(<OnlineUsersList maxUsers={1} />)
  await expect.poll(rows).toEqual(['Ana'])
  const more = page.getByRole('button', { name: '2 more users online' })
  await more.click()
  await expect.poll(() => rows().toSorted()).toEqual(['Ana', 'Ben', 'Cara'])
  await page.getByRole('button', { name: 'Show fewer' }).click()
  await expect.poll(rows).toEqual(['Ana'])

  render(<OnlineUsersList variant="stack" maxUsers={1} />)
  const pile = page.getByRole('button', { name: 'Show all 3 online users' })
  await expect.element(pile).toHaveTextContent('+2')
  await pile.click()
  await expect.element(page.getByRole('dialog', { name: 'Online users (3)' })).toBeVisible()
  await expect.poll(() => rows().toSorted()).toEqual(['Ana', 'Ben', 'Cara'])
  expect(await violations()).toEqual([])
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => document.querySelector('dialog')).toBeNull()
  expect(document.activeElement).toBe(pile.element())
})

test('more than twenty people are searched, whatever the case and the accents', async () => {
  const users = Array.from({ length: 25 }, (_, n) => ({
    userId: 1_000 + n,
    username: n === 7 ? 'Élodie' : `Person ${n}`,
    status: 'online',
    lastSeen: '2026-05-01T12:00:00.000Z',
  }))
  // So many sign in nowhere in a demo; what is shown depends on the data alone.
  await sockets(false)
  window.fetch = () =>
    Promise.resolve(Response.json({ topic: 'presence:all', epoch: null, offset: null, data: { users } }))
  mount(<OnlineUsersList maxUsers={2} />)
  await page.getByRole('button', { name: '23 more users online' }).click()
  await expect.poll(() => rows().length).toBe(25)
  const search = page.getByRole('searchbox', { name: 'Search people' })
  await search.fill('elo')
  await expect.poll(rows).toEqual(['Élodie'])
  expect(await violations()).toEqual([])
  await search.fill('nobody')
  await expect.element(page.getByText('Nobody of that name is online')).toBeVisible()
  await page.getByRole('button', { name: 'Show fewer' }).click()
  await expect.poll(() => rows().length).toBe(2)
})

test('who comes online is announced where it is asked for', async () => {
  mount(<OnlineUsersList announceJoins />)
  await expect.poll(rows).toEqual(['Ana'])
  await meet('ben')
  await expect
    .poll(() => document.querySelector('[data-pl-part=announcer]')?.textContent, { timeout: 10_000 })
    .toContain('Ben is online')
  expect(
    [...document.querySelectorAll('[aria-live]')].filter((one) => !one.closest('[data-pl-part=announcer]')),
  ).toEqual([])
})

const combo = page.getByRole('combobox', { name: 'Your status' })
const active = () => {
  const id = combo.element().getAttribute('aria-activedescendant')
  return id === null ? null : document.getElementById(id)?.querySelector('.pl-combo-name')?.textContent
}
const shownTo = (heard: readonly unknown[]) =>
  heard.flatMap((one) => {
    const { userId, status } = one as { userId: number; status: string } // a presence_update
    return userId === 1 ? [status] : []
  })

test('a status is chosen by keyboard: arrows only look, Enter chooses, Escape leaves all as it was', async () => {
  const ben = await meet('ben')
  ben.subscribe('presence:all')
  const onStatusChange = vi.fn<(status: string) => void>()
  mount(<PresenceStatusSelector onStatusChange={onStatusChange} />)
  await expect.element(combo).toHaveTextContent('Online')
  combo.element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.poll(active).toBe('Online')
  expect(await violations()).toEqual([])
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  await expect.poll(active).toBe('Do not disturb')
  await userEvent.keyboard('{Home}i')
  await expect.poll(active).toBe('Invisible')
  await userEvent.keyboard('{Escape}')
  await expect.poll(active).toBeNull()
  expect(onStatusChange).not.toHaveBeenCalled()
  await userEvent.keyboard('d')
  await expect.poll(active).toBe('Do not disturb')
  await userEvent.keyboard('{Enter}')
  await expect.element(combo).toHaveTextContent('Do not disturb')
  expect(onStatusChange.mock.calls).toEqual([['dnd']])
  expect(document.activeElement).toBe(combo.element())
  await expect.poll(() => shownTo(ben.heard('presence_update')).at(-1)).toBe('dnd')
  await expect
    .poll(() => document.querySelector('[data-pl-part=announcer]')?.textContent)
    .toContain('Your status is now: Do not disturb')
})

test('a status is chosen by pointer, also one made while there is no connection: it says so, and applies later', async () => {
  mount(<PresenceStatusSelector />)
  await expect.element(combo).toHaveTextContent('Online')
  await expect.poll(() => document.querySelector('.pl-selector')?.getAttribute('data-pending')).toBe('false')
  await sockets(false)
  await combo.click()
  await page.getByRole('option', { name: 'Away' }).click()
  await expect.element(combo).toHaveTextContent('Away')
  await expect.element(page.getByText('Will apply when connected')).toBeVisible()
  expect(await violations()).toEqual([])
  await sockets(true)
  await expect.poll(() => document.querySelector('.pl-selector')?.getAttribute('data-pending')).toBe('false')
  const ben = await meet('ben')
  ben.subscribe('presence:all')
  await expect.poll(() => JSON.stringify(ben.heard('subscribed'))).toContain('"status":"away"')
})

test('a status is chosen for a while: it says until when, the others are told, and the server ends it', async () => {
  const ben = await meet('ben')
  ben.subscribe('presence:all')
  function Selector() {
    const { updatePresence } = usePresence()
    const endSoon = () => updatePresence('dnd', '', new Date(Date.now() + 1_500).toISOString())
    return (
      <>
        <PresenceStatusSelector />
        <button type="button" onClick={endSoon}>
          End soon
        </button>
      </>
    )
  }
  mount(<Selector />)
  const clearAfter = page.getByRole('combobox', { name: 'Clear after' })
  await expect.element(combo).toHaveTextContent('Online')
  // Nothing to clear.
  await expect.element(clearAfter).toBeDisabled()
  combo.element().focus()
  await userEvent.keyboard('d{Enter}')
  await expect.element(clearAfter).toBeEnabled()
  const told = () => ben.heard('presence_update').at(-1) as { status?: string; until?: string } | undefined // a presence_update
  await expect.poll(() => told()?.status).toBe('dnd')
  const now = Date.now()
  // The combobox's next stop.
  await userEvent.tab()
  await expect.element(clearAfter).toHaveFocus()
  await userEvent.selectOptions(clearAfter, '1 hr')
  await expect.poll(() => told()?.until).not.toBeUndefined()
  const inMs = Date.parse(told()?.until ?? '') - now
  expect(inMs).toBeGreaterThan(59 * 60_000)
  expect(inMs).toBeLessThan(61 * 60_000)
  const shown = () => (clearAfter.element() as HTMLSelectElement).selectedOptions[0]?.text
  await expect.poll(shown).toMatch(/^Until /)
  expect(await violations()).toEqual([])
  await expect
    .poll(() => document.querySelector('[data-pl-part=announcer]')?.textContent)
    .toMatch(/Your status is now: Do not disturb, until \d/)
  await userEvent.selectOptions(clearAfter, 'Don’t clear')
  await expect.poll(() => told()).not.toHaveProperty('until')
  expect(shown()).toBe('Don’t clear')
  await page.getByRole('button', { name: 'End soon' }).click()
  await expect.poll(shown).toMatch(/^Until /)
  await expect.poll(() => told()?.status).toBe('online')
  await expect.element(combo).toHaveTextContent('Online')
  await expect.element(clearAfter).toBeDisabled()
})

test('who chooses another status chooses it anew: when the last one would have ended is no matter any more', async () => {
  mount(<PresenceStatusSelector showActivity />)
  const clearAfter = page.getByRole('combobox', { name: 'Clear after' })
  const shown = () => (clearAfter.element() as HTMLSelectElement).selectedOptions[0]?.text
  await page.getByRole('textbox', { name: 'What are you doing?' }).fill('Writing')
  await userEvent.keyboard('{Enter}')
  await userEvent.selectOptions(clearAfter, 'Today')
  await expect.poll(shown).toMatch(/^Until 11:59/)
  // What one does is another word about the same.
  await page.getByRole('textbox', { name: 'What are you doing?' }).fill('Reading')
  await userEvent.keyboard('{Enter}')
  await expect.poll(shown).toMatch(/^Until 11:59/)
  combo.element().focus()
  await userEvent.keyboard('d{Enter}')
  await expect.poll(shown).toBe('Don’t clear')
})

test('a host that applies the status itself is not asked when it ends', async () => {
  mount(<PresenceStatusSelector currentStatus="dnd" />)
  await expect.element(combo).toHaveTextContent('Do not disturb')
  expect(document.querySelector('.pl-clear-after')).toBeNull()
})

test('all at once as radio buttons: whoever walks through them is not told of at each step', async () => {
  const onStatusChange = vi.fn<(status: string) => void>()
  mount(<PresenceStatusSelector variant="radio" onStatusChange={onStatusChange} />)
  const online = page.getByRole('radio', { name: /^Online/ })
  await expect.element(online).toBeChecked()
  online.element().focus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
  await expect.poll(() => onStatusChange.mock.calls).toEqual([['offline']])
  expect(await violations()).toEqual([])
})

test('what one is doing is set, counted, cut at fifty characters, and cleared', async () => {
  const ben = await meet('ben')
  ben.subscribe('presence:all')
  mount(<PresenceStatusSelector showActivity />)
  const field = page.getByRole('textbox', { name: 'What are you doing?' })
  await field.fill('x'.repeat(60))
  expect((field.element() as HTMLInputElement).value).toHaveLength(50)
  await field.fill('Writing')
  await expect.element(page.getByText('43 characters left')).toBeVisible()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => ben.heard('presence_update').at(-1)).toMatchObject({ status: 'online', activity: 'Writing' })
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect.poll(() => ben.heard('presence_update').at(-1)).not.toHaveProperty('activity')
})

test('the hook: identities are stable, and what another device chooses is adopted', async () => {
  const identities = new Set<unknown>()
  function Reader() {
    const { updatePresence, myPresence, presenceOf } = usePresence()
    useEffect(() => {
      identities.add(updatePresence)
    }, [updatePresence])
    return (
      <p>
        {myPresence.status}, {presenceOf(1).status}, {String(myPresence.isPending)}
      </p>
    )
  }
  mount(<Reader />)
  await expect.element(page.getByText('online, online, false')).toBeVisible()
  const phone = await peer('ana')
  // Within the first moments our own word is taken for newer.
  await new Promise((resolve) => setTimeout(resolve, 3_200))
  phone.say('presence_update', { status: 'dnd' })
  await expect.element(page.getByText('dnd, dnd, false')).toBeVisible()
  expect(identities.size).toBe(1)
  phone.close()
})
