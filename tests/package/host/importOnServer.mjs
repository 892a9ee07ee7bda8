/**
 * Imports the package as a server that renders pages does, and tells what the import alone touched or left behind; then
 * makes an engine for a request and disposes of it, and tells what that left behind.
 */
// The host's own libraries are there before: they may look around, ours may not.
await Promise.all([import('@tanstack/react-query'), import('react-dom')])

const OF_PAGES = ['window', 'document', 'location', 'localStorage', 'sessionStorage', 'indexedDB', 'WebSocket']
const touched = []
for (const name of OF_PAGES) {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      touched.push(name)
      return undefined
    },
  })
}
const before = new Set(Reflect.ownKeys(globalThis))
const names = []
for (const entry of ['pitchey-live', 'pitchey-live/core', 'pitchey-live/sentry'])
  names.push(...Object.keys(await import(entry)))
const timersOf = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key))
const onImport = { touched: [...touched], added: added.map(String), timers: timersOf() }

// What looks for a page must find none, not `undefined`.
for (const name of ['window', 'document', 'location', 'localStorage', 'sessionStorage', 'indexedDB', 'WebSocket'])
  delete globalThis[name]
const { QueryClient, dehydrate } = await import('@tanstack/react-query')
const { createPitchey, pitchViews } = await import('pitchey-live')
const position = { epoch: 'e', offset: 4 }
const body = { data: { pitchId: 1, viewCount: 7, uniqueViewers: 7, recentViewers: [] }, ...position }
globalThis.fetch = () => Promise.resolve(Response.json(body))
const live = createPitchey({
  apiUrl: 'https://api.example.test',
  getSession: () => Promise.resolve({ token: 'a token' }),
})
const client = new QueryClient()
live.attach(client)
await client.prefetchQuery(pitchViews(1))
const [query] = dehydrate(client).queries
live.dispose()
client.clear()
// A turn, in which query-core tells nobody that the query is gone.
await new Promise((resolve) => setTimeout(resolve, 1))

console.log(
  JSON.stringify({
    ...onImport,
    names,
    prefetched: query?.state.data,
    meta: query?.meta,
    left: timersOf(),
  }),
)
