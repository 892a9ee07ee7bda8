import {
  LiveMetrics,
  LiveViewBadge,
  LiveViewCounter,
  NotificationDropdown,
  OnlineUsersList,
  PresenceStatusSelector,
  ToastProvider,
  TypingIndicator,
  TypingInput,
  useDraftSync,
  useToast,
  useWatching,
  useWebSocket,
  ViewAnalytics,
  ViewerList,
} from 'pitchey-live'
import { useEffect } from 'react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { noteTimers } from '../support/runningTimers.js'
import { mount, signIn } from '../support/stage.js'

/** Timers, frames and listeners on the page that are there now, from the first call on. */
function countRunning() {
  const running = new Set<unknown>()
  noteTimers(running)
  for (const target of [document, window]) {
    const [add, remove] = [target.addEventListener.bind(target), target.removeEventListener.bind(target)]
    const keys = new Map<unknown, Map<string, object>>()
    const keyOf = (type: string, listener: unknown) => {
      const types = keys.get(listener) ?? new Map<string, object>()
      keys.set(listener, types)
      const key = types.get(type) ?? {}
      types.set(type, key)
      return key
    }
    target.addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions) => {
      running.add(keyOf(type, listener))
      add(type, listener, options)
    }
    target.removeEventListener = (type: string, listener: EventListener, options?: EventListenerOptions) => {
      running.delete(keyOf(type, listener))
      remove(type, listener, options)
    }
  }
  return () => running.size
}

/** The engine alone: it outlives what is mounted, and lets go of its socket a little later. */
function Engine() {
  return <p>{useWebSocket().isConnected ? 'connected' : 'not connected'}</p>
}

/** Says so in some rounds only: more than a hundred commands a minute have to wait. */
function Watched({ by }: { by: number }) {
  useWatching(by < 10 ? 1 : null)
  return <LiveViewBadge pitchId={1} />
}

/** Leaves something to save behind, in some rounds only. */
function Drafted({ by }: { by: number }) {
  const { updateContent } = useDraftSync({ draftId: 'leaks', draftType: 'pitch' })
  useEffect(() => {
    if (by < 5) updateContent({ title: `Round ${by}` })
  }, [by, updateContent])
  return null
}

function Greeting() {
  const { toast } = useToast()
  useEffect(() => void toast({ id: 'hello', title: 'Hello' }), [toast])
  return null
}

test('fifty mounts and unmounts leave no timer running and no listener on the page', async () => {
  const running = countRunning()
  await signIn('ana')
  const { unmount } = mount(<Engine />)
  await expect.element(page.getByText('connected', { exact: true })).toBeVisible()
  unmount()
  let engine = Number.POSITIVE_INFINITY
  const settled = () => {
    const before = engine
    engine = running()
    return engine === before
  }
  await expect.poll(settled, { interval: 3_000 }).toBe(true)

  for (let rounds = 0; rounds < 50; rounds += 1) {
    const { unmount } = mount(
      <ToastProvider browserNotifications>
        <NotificationDropdown />
        <LiveMetrics />
        <LiveViewCounter pitchId={1} showRecentViewers />
        <Watched by={rounds} />
        {rounds < 5 && <Drafted by={rounds} />}
        <ViewAnalytics pitchId={1} />
        <ViewerList pitchId={1} />
        <OnlineUsersList announceJoins />
        <PresenceStatusSelector />
        <TypingIndicator conversationId={1} />
        <TypingInput conversationId={1} />
        <Greeting />
      </ToastProvider>,
    )
    await expect.poll(() => document.querySelectorAll('[data-state="live"], [data-state="none"]').length).toBe(7)
    await page.getByRole('button', { name: /^Notifications/ }).click()
    await expect.element(page.getByRole('dialog')).toBeVisible()
    await expect.element(page.getByRole('article', { name: 'Hello' })).toBeVisible()
    unmount()
  }
  await expect.poll(running).toBeLessThanOrEqual(engine)
  expect(document.querySelector('[data-pl-part]')).toBeNull()
})
