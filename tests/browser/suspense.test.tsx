import { useSuspenseQuery } from '@tanstack/react-query'
import { pitchViews } from 'pitchey-live'
import { Suspense, type ReactNode } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { command, mount, rest, signIn, sockets } from '../support/stage.js'

beforeEach(() => signIn('ana'))

function Views() {
  const { data } = useSuspenseQuery({ ...pitchViews(5), select: ({ viewCount }) => viewCount })
  return <output>{data} views</output>
}

test('useSuspenseQuery waits for the first data, then lives, and waits for nothing again, connected or not', async () => {
  rest('hang')
  const Waiting = vi.fn<() => ReactNode>(() => <p>Loading</p>)
  mount(
    <Suspense fallback={<Waiting />}>
      <Views />
    </Suspense>,
  )
  await expect.element(page.getByText('Loading')).toBeVisible()
  rest('answer')
  mount(
    <Suspense fallback={<Waiting />}>
      <Views />
    </Suspense>,
  )
  const views = page.getByRole('status')
  await expect.element(views).toHaveTextContent(/^\d+ views$/)
  const before = Number.parseInt(views.element().textContent ?? '', 10)
  const waited = Waiting.mock.calls.length
  await command('ben', 'pitch_view', { pitchId: 5 })
  await expect.element(views).toHaveTextContent(`${before + 1} views`)
  await sockets(false)
  await sockets(true)
  await expect.element(views).toHaveTextContent(new RegExp(`^${before + 1} views$`))
  expect(Waiting).toHaveBeenCalledTimes(waited)
})
