import { configure } from 'pitchey-live'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import 'pitchey-live/styles.css'
import './demo.css'
import { readAddress, type Page } from './address.js'
import { App } from './App.js'
import { ChoosePerson } from './ChoosePerson.js'
import { Conflict } from './conflict/Conflict.js'
import { Landing } from './Landing.js'
import { sessionOf } from './login.js'
import { SiteHeader } from './SiteHeader.js'
import * as streams from './streams/index.js'
import { useShownTheme, useTheme } from './theme.js'
import { useAddress } from './useAddress.js'

configure({ streams: Object.values(streams) })
// One page load is one person: who it is stands in the address.
const first = readAddress(`${location.pathname}${location.search}`)
if (first.page === 'app') configure({ getSession: sessionOf(first.person) })

/** Its engines and sample data are of no use to anybody else. */
const Gallery = lazy(() => import('./gallery/Gallery.js').then(({ Gallery }) => ({ default: Gallery })))

function Demo() {
  const page = useAddress()
  return page.page === 'widgets' ? (
    <Suspense>
      <Gallery />
    </Suspense>
  ) : (
    <Themed page={page} />
  )
}

function Themed({ page }: { page: Exclude<Page, { page: 'widgets' }> }) {
  useShownTheme(useTheme())
  return show(page)
}

function show(page: Exclude<Page, { page: 'widgets' }>) {
  switch (page.page) {
    case 'landing':
      return <Landing />
    case 'app':
      return <App person={page.person} place={page.place} />
    case 'conflict':
      return <Conflict />
    case 'choose':
      return <ChoosePerson place={page.place} />
    case 'missing':
      return (
        <>
          <SiteHeader page={null} />
          <main className="plain">
            <h1>There is no such page</h1>
            <p>
              The demo begins <a href="/">here</a>.
            </p>
          </main>
        </>
      )
    default:
      return page satisfies never
  }
}

const root = document.querySelector('#root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <Demo />
  </StrictMode>,
)
