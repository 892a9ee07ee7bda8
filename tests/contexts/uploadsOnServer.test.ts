import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createPitchey,
  UploadDropZone,
  UploadProgressBadge,
  UploadProgressList,
  uploads,
  WebSocketProvider,
} from 'pitchey-live'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { person } from '../support/person.js'
import { startTestServer } from '../support/testServer.js'
import { begin } from '../support/tusClient.js'

it('what a request rendered shows its own user’s uploads, needs no page, and leaves nothing running', async () => {
  const server = await startTestServer()
  const ben = await person(server, { userId: 2 })
  await begin(ben, 100, { filename: 'poster.png' })
  const live = createPitchey({
    apiUrl: server.httpUrl,
    getSession: () => Promise.resolve({ token: ben.token }),
  })
  const client = new QueryClient()
  live.attach(client)
  await client.prefetchQuery(uploads())
  const widgets = [
    createElement(UploadProgressList, { key: 'list', position: 'relative' }),
    createElement(UploadProgressBadge, { key: 'badge' }),
    createElement(UploadDropZone, { key: 'zone' }),
  ]
  const provider = createElement(WebSocketProvider, { live }, widgets)
  const html = renderToString(createElement(QueryClientProvider, { client }, provider))
  expect(html).toContain('poster.png')
  expect(html).toContain('Choose files')
  // A strict content security policy takes no style from markup.
  expect(html).not.toMatch(/ style=|<style/)
  live.dispose()
  client.clear()
  await server.stop()
})
