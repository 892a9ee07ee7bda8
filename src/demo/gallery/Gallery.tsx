import { useEffect } from 'react'
import { entries } from './entries/index.js'
import { EntrySection } from './EntrySection.js'
import { SwitchBoard } from './SwitchBoard.js'
import { useSwitches } from './useSwitches.js'
import { SiteHeader } from '../SiteHeader.js'
import { useShownTheme } from '../theme.js'
import './gallery.css'

/** Every component in every state. */
export function Gallery() {
  const [switches, change] = useSwitches()
  useShownTheme(switches.theme)
  useEffect(() => {
    document.title = 'Widgets · Pitchey Live'
  }, [])
  useEffect(() => {
    document.documentElement.dataset['text'] = switches.text
    return () => {
      delete document.documentElement.dataset['text']
    }
  }, [switches.text])
  return (
    <div className="gallery" data-motion={switches.motion}>
      <SiteHeader page="widgets" />
      <aside aria-label="Switches">
        <SwitchBoard switches={switches} change={change} />
        <nav aria-label="Components">
          <ul>
            {Object.values(entries).map(({ name }) => (
              <li key={name}>
                <a href={`#${name}`}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
      </aside>
      <main>
        <header className="gallery-intro">
          <h1>Widgets</h1>
          <p>
            Each card is a component with an engine and a cache of its own, and a small server within this page that
            behaves so that the state comes about. Nothing is pretended to the components.
          </p>
        </header>
        {Object.entries(entries).map(([id, entry]) => (
          <EntrySection key={id} id={id} entry={entry} switches={switches} />
        ))}
      </main>
    </div>
  )
}
