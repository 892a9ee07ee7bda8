import { TypingIndicator, TypingInput, TypingTextArea, useTyping, useWebSocket } from 'pitchey-live'
import { useEffect, useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { typingSentence, textOf } from '../../src/components/typing/typingWords.js'
import { isNews } from '../../src/components/typing/useTypingNews.js'
import { typingLabels, type TypingLabels } from '../../src/components/typing/typingLabels.js'
import { peer, type Peer } from '../support/peer.js'
import { mount, rest, signIn, sockets, violations, type Name } from '../support/stage.js'

let others: Peer[] = []
let conversation = 100
const meet = async (name: Name): Promise<Peer> => {
  const other = await peer(name)
  others.push(other)
  return other
}
const type = (who: Peer, isTyping = true) => who.say('typing', { conversationId: conversation, isTyping })
/** What somebody was told of the page's user. */
const toldOfAna = (who: Peer) =>
  who.heard('typing').flatMap((one) => {
    const { userId, isTyping } = one as { userId: number; isTyping: boolean } // a typing event
    return userId === 1 ? [isTyping] : []
  })

beforeEach(async () => {
  conversation += 1
  await signIn('ana')
})
afterEach(() => {
  for (const other of others) other.close()
  others = []
})

const indicator = () => document.querySelector('.pl-typing')
const said = () => indicator()?.querySelector('.pl-typing-text')?.textContent ?? ''
const spoken = () => document.querySelector('[data-pl-part=announcer]')?.textContent ?? ''
test('who types is named, takes no more room than nobody, and is spoken of once', async () => {
  mount(<TypingIndicator conversationId={conversation} />)
  await expect.poll(indicator).not.toBeNull()
  const before = indicator()?.getBoundingClientRect().toJSON()
  await connected()
  const [ben, cara] = [await meet('ben'), await meet('cara')]
  await expect.poll(said).toBe('')
  type(ben)
  await expect.poll(said).toBe('Ben is typing…')
  expect(indicator()?.getBoundingClientRect().toJSON()).toEqual(before)
  expect(await violations()).toEqual([])
  type(cara)
  await expect.poll(said).toBe('Ben and Cara are typing…')
  expect(indicator()?.querySelectorAll('bdi')).toHaveLength(2)
  type(ben, false)
  await expect.poll(said).toBe('Cara is typing…')
  expect(spoken().match(/typing/g)).toHaveLength(1)
  const regions = [...document.querySelectorAll('[aria-live], [role=status]')]
  expect(regions.filter((region) => !region.closest('[data-pl-part=announcer]'))).toEqual([])
})

test('who falls silent is not believed for longer than six seconds, and nobody is while there is no connection', async () => {
  mount(<TypingIndicator conversationId={conversation} announce={false} />)
  await connected()
  const ben = await meet('ben')
  await expect.poll(said).toBe('')
  type(ben)
  await expect.poll(said).toBe('Ben is typing…')
  const since = performance.now()
  await expect.poll(said).toBe('')
  expect(performance.now() - since).toBeLessThan(7_500)
  type(ben)
  const again = performance.now()
  await expect.poll(said).toBe('Ben is typing…')
  // Nobody tells this page that Ben was cut off, too.
  rest('refuse')
  await sockets(false)
  await expect.poll(said).toBe('')
  expect(performance.now() - again).toBeLessThan(5_000)
})

test('another conversation begins with its own', async () => {
  const first = conversation
  const { render } = mount(<TypingIndicator conversationId={first} announce={false} />)
  await connected()
  const ben = await meet('ben')
  type(ben)
  await expect.poll(said).toContain('Ben')
  const seen: string[] = []
  const observer = new MutationObserver(() => seen.push(said()))
  observer.observe(document.body, { subtree: true, childList: true, attributes: true })
  render(<TypingIndicator conversationId={first + 5_000} announce={false} title="The other" />)
  await expect.poll(() => seen.length).toBeGreaterThan(0)
  observer.disconnect()
  expect(seen.filter((text) => text !== '')).toEqual([])
})

test('that somebody begins is news, that others join or that it goes on is not, nor so soon again', () => {
  expect(isNews('', 'Ben is typing…', 0, Number.NEGATIVE_INFINITY)).toBe(true)
  expect(isNews('Ben is typing…', 'Ben and Cara are typing…', 20_000, 0)).toBe(false)
  expect(isNews('Ben is typing…', '', 20_000, 0)).toBe(false)
  expect(isNews('', 'Ben is typing…', 9_999, 0)).toBe(false)
  expect(isNews('', 'Ben is typing…', 10_000, 0)).toBe(true)
})

test('the user’s own typing is left in peace: others’ is shown, but not spoken of', async () => {
  mount(
    <>
      <TypingIndicator conversationId={conversation} />
      <TypingInput conversationId={conversation} />
    </>,
  )
  await connected()
  await userEvent.type(page.getByRole('textbox', { name: 'Message' }), 'x')
  const ben = await meet('ben')
  type(ben)
  await expect.poll(said).toBe('Ben is typing…')
  await expect.poll(said).toBe('')
  expect(spoken()).toBe('')
})

test('names are joined as the locale does, those beyond the first ones are counted', () => {
  const sentence = (names: readonly string[], max: number, locale: string) =>
    textOf(typingSentence(names, max, typingLabels, locale))
  expect(sentence(['Ana', 'Ben', 'Cara', 'Dan', 'Eve'], 3, 'en-US')).toBe('Ana, Ben, Cara, and 2 others are typing…')
  expect(sentence(['Ana', 'Ben'], 1, 'en-GB')).toBe('Ana and 1 other are typing…')
  expect(sentence(['Ana', 'Ben'], 3, 'de')).toBe('Ana und Ben are typing…')
  expect(typingSentence(['# and '], 3, typingLabels, 'en')).toEqual({
    before: '',
    names: [{ text: '# and ', isName: true }],
    after: ' is typing…',
  })
})

/** In one of them what they do stands before the names, as no language of the gallery has it. */
const LANGUAGES: readonly (readonly [name: string, dir: 'ltr' | 'rtl', labels: Partial<TypingLabels>])[] = [
  ['English', 'ltr', {}],
  ['German', 'ltr', { typing: (names) => `${names} schreiben gerade …` }],
  ['Arabic', 'rtl', { typing: (names) => `${names} يكتبون…` }],
  ['what they do first', 'rtl', { typing: (names) => `يكتب الآن ${names}` }],
]

test.each(LANGUAGES)('where there is no room names are cut, and never what they do: %s', async (_, dir, labels) => {
  document.documentElement.dir = dir
  const others = [await meet('ben'), await meet('cara')]
  const { render } = mount(<div />)
  await connected()
  const show = (inlineSize: number) =>
    render(
      <div style={{ inlineSize }}>
        <TypingIndicator conversationId={conversation} announce={false} labels={labels} locale="en" />
      </div>,
    )
  show(1_000)
  for (const other of others) type(other)
  await expect.poll(said).toContain('Ben and Cara')
  const names = () => indicator()?.querySelector('.pl-typing-names')
  const isCut = () => (names()?.scrollWidth ?? 0) > (names()?.clientWidth ?? 0)
  expect(isCut()).toBe(false)
  const verb = () => indicator()?.querySelector('.pl-typing-verb')
  const needed = verb()?.getBoundingClientRect().width ?? 0
  // Ben and Cara have short names: room for what they do, and for a few letters.
  show(Math.ceil(needed) + 60)
  await expect.poll(isCut).toBe(true)
  const box = indicator()?.getBoundingClientRect()
  const told = verb()?.getBoundingClientRect()
  expect(told?.width).toBeCloseTo(needed, 1)
  expect(told?.left).toBeGreaterThanOrEqual((box?.left ?? 0) - 0.5)
  expect(told?.right).toBeLessThanOrEqual((box?.right ?? 0) + 0.5)
  // What is said stays whole.
  expect(said()).toContain('Ben and Cara')
})

test('typing in a field is told to others, and its end when it is sent: trimmed, and the field is empty', async () => {
  const ben = await meet('ben')
  ben.subscribe(`typing:${conversation}`)
  const onSubmit = vi.fn<(text: string) => void>()
  mount(<TypingInput conversationId={conversation} onSubmit={onSubmit} />)
  const field = page.getByRole('textbox', { name: 'Message' })
  await expect.element(field).toBeVisible()
  await connected()
  expect(await violations()).toEqual([])
  await userEvent.type(field, '  Hello ')
  await expect.poll(() => toldOfAna(ben)).toEqual([true])
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => toldOfAna(ben)).toEqual([true, false])
  expect(onSubmit.mock.calls).toEqual([['Hello']])
  expect((field.element() as HTMLInputElement).value).toBe('')
  await userEvent.keyboard('   {Enter}')
  expect(onSubmit).toHaveBeenCalledTimes(1)
  expect(toldOfAna(ben)).toEqual([true, false])
})

test('leaving the field, emptying it and taking it away end the typing', async () => {
  const ben = await meet('ben')
  const endings: readonly ((hide: () => void) => Promise<void> | void)[] = [
    () => userEvent.tab(),
    () => userEvent.keyboard('{Backspace}'),
    (hide) => hide(),
  ]
  for (const end of endings) {
    // Each in a conversation of its own: who begins and ends all the time in one is told of less often.
    conversation += 1
    ben.subscribe(`typing:${conversation}`)
    const { unmount, render } = mount(<TypingInput conversationId={conversation} aria-label="Words" />)
    await connected()
    const before = toldOfAna(ben).length
    await userEvent.type(page.getByRole('textbox', { name: 'Words' }), 'x')
    await expect.poll(() => toldOfAna(ben).slice(before)).toEqual([true])
    await end(() => render(null))
    // Sooner than it would end by itself.
    await expect.poll(() => toldOfAna(ben).slice(before), { timeout: 1_500 }).toEqual([true, false])
    unmount()
  }
})

test('what is being composed is not sent by the Enter that takes it', async () => {
  const onSubmit = vi.fn<(text: string) => void>()
  mount(<TypingInput conversationId={conversation} onSubmit={onSubmit} defaultValue="にほん" />)
  const field = page.getByRole('textbox', { name: 'Message' })
  await expect.element(field).toBeVisible()
  const enter = { key: 'Enter', bubbles: true, cancelable: true }
  field.element().dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }))
  field.element().dispatchEvent(new KeyboardEvent('keydown', { ...enter, keyCode: 229 }))
  expect(onSubmit).not.toHaveBeenCalled()
  field.element().dispatchEvent(new KeyboardEvent('keydown', enter))
  expect(onSubmit.mock.calls).toEqual([['にほん']])
})

test('many lines: Enter is a new line unless asked otherwise, Ctrl+Enter sends, and it grows with the text', async () => {
  const onSubmit = vi.fn<(text: string) => void>()
  const { render } = mount(<TypingTextArea conversationId={conversation} onSubmit={onSubmit} rows={2} maxRows={4} />)
  const field = page.getByRole('textbox', { name: 'Message' })
  await expect.element(field).toBeVisible()
  const height = () => field.element().getBoundingClientRect().height
  const before = height()
  await field.click()
  await userEvent.keyboard('one{Enter}two{Enter}three')
  expect(onSubmit).not.toHaveBeenCalled()
  await expect.poll(height).toBeGreaterThan(before)
  await userEvent.keyboard('{Enter}four{Enter}five{Enter}six')
  expect(height()).toBeLessThan(before * 2 + 1)
  expect(await violations()).toEqual([])
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  expect(onSubmit.mock.calls).toEqual([['one\ntwo\nthree\nfour\nfive\nsix']])
  await expect.poll(height).toBe(before)
  render(<TypingTextArea conversationId={conversation} onSubmit={onSubmit} submitOnEnter />)
  await userEvent.keyboard('a{Shift>}{Enter}{/Shift}b{Enter}')
  expect(onSubmit.mock.calls.at(-1)).toEqual(['a\nb'])
})

test('a text that could not be sent stays in the field', async () => {
  const sent = [() => false, () => Promise.reject(new Error('refused')), () => Promise.resolve()]
  mount(<TypingInput conversationId={conversation} onSubmit={() => sent.shift()?.()} defaultValue="Hello" />)
  const field = page.getByRole('textbox', { name: 'Message' })
  await field.click()
  for (const value of ['Hello', 'Hello', '']) {
    await userEvent.keyboard('{Enter}')
    await expect.element(field).toHaveValue(value)
  }
})

test('the guide’s own way: subscribed once, told at once and on each change', async () => {
  const told: (readonly string[])[] = []
  let subscriptions = 0
  function Messages() {
    const { subscribeToTyping } = useTyping(conversation)
    const [users, setUsers] = useState<readonly { userId: number; username: string; isTyping: boolean }[]>([])
    useEffect(() => {
      subscriptions += 1
      return subscribeToTyping((typing) => {
        told.push(typing.map(({ username }) => username))
        setUsers(typing.filter((one) => one.isTyping))
      })
    }, [subscribeToTyping])
    return (
      <div>
        {users.map(({ username }) => username).join()}
        <TypingIndicator conversationId={conversation} announce={false} />
      </div>
    )
  }
  mount(<Messages />)
  await connected()
  expect(told[0]).toEqual([])
  const ben = await meet('ben')
  await expect.poll(() => told.at(-1)).toEqual([])
  type(ben)
  await expect.poll(() => told.at(-1)).toEqual(['Ben'])
  type(ben, false)
  await expect.poll(() => told.at(-1)).toEqual([])
  // StrictMode subscribes twice.
  expect(subscriptions).toBe(2)
})

const Connection = () => (useWebSocket().isConnected ? <p>is connected</p> : null)

/** The page has a connection, and what is said is heard. */
async function connected(): Promise<void> {
  const { unmount } = mount(<Connection />)
  await expect.element(page.getByText('is connected')).toBeVisible()
  unmount()
}
