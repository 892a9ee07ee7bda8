/** Imports the package as a server that renders pages does, and tells what the import alone touched or left behind. */
// The host's own libraries are there before: they may look around, ours may not.
await Promise.all([import('@tanstack/react-query'), import('react-dom')])

const touched = []
for (const name of ['window', 'document', 'location', 'localStorage', 'sessionStorage', 'indexedDB', 'WebSocket']) {
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
for (const entry of ['pitchey-live', 'pitchey-live/core']) names.push(...Object.keys(await import(entry)))
const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key))
const timers = process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout')
console.log(JSON.stringify({ touched, added: added.map(String), timers, names }))
