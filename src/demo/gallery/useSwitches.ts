import { useEffect, useState } from 'react'
import { chooseTheme, useTheme } from '../theme.js'
import { addressOf, readSwitches, type Switches } from './switches.js'

/** The switches, as the page's address says them: a link to it shows somebody else the same. */
export function useSwitches(): readonly [Switches, (change: Partial<Switches>) => void] {
  const theme = useTheme()
  const [search, setSearch] = useState(location.search)
  useEffect(() => {
    const onMove = () => setSearch(location.search)
    window.addEventListener('popstate', onMove)
    return () => window.removeEventListener('popstate', onMove)
  }, [])
  const switches = readSwitches(search, theme)
  const change = (changed: Partial<Switches>) => {
    const address = addressOf({ ...switches, ...changed })
    // No page of its own for each: Back leads out of the gallery.
    history.replaceState(null, '', `${address}${location.hash}`)
    setSearch(location.search)
    if (changed.theme) chooseTheme(changed.theme)
  }
  return [switches, change]
}
