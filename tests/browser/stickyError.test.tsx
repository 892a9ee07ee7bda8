import { LiveMetrics } from 'pitchey-live'
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { mount, rest, signIn, sockets } from '../support/stage.js'

const metrics = page.getByRole('region', { name: 'Live metrics' })

test('an error does not blink with every poll, and the button says when it is being asked again', async () => {
  await signIn('ana')
  await sockets(false)
  rest('refuse')
  mount(<LiveMetrics refreshInterval={50} />)
  await expect.element(metrics).toHaveAttribute('data-state', 'error')
  const retry = metrics.getByRole('button', { name: 'Retry loading metrics' })

  const states: (string | null)[] = []
  const watch = new MutationObserver((changes) => {
    for (const { target } of changes) if (target instanceof HTMLElement) states.push(target.getAttribute('data-state'))
  })
  watch.observe(metrics.element(), { attributeFilter: ['data-state'] })
  const polls = vi.spyOn(window, 'fetch')
  await expect.poll(() => polls.mock.calls.length).toBeGreaterThan(3)
  rest('hang')
  await expect.element(retry).toHaveAttribute('aria-disabled', 'true')
  await expect.element(metrics.getByText('Retrying…')).toBeVisible()
  expect(states).toEqual([])
  watch.disconnect()
})
