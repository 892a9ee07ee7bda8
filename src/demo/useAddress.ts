import { useEffect, useState } from 'react'
import { appAddress, editorAddress, readAddress, type Page } from './address.js'

const here = (): string => `${location.pathname}${location.search}`

/** The page to show. Links inside one person's screen change it without a reload; all others are the browser's. */
export function useAddress(): Page {
  const [address, setAddress] = useState(here)
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (!plain || event.defaultPrevented || !link || link.target) return
      if (insideOf(link.href) === null) return
      event.preventDefault()
      go(link.href)
    }
    const onMove = () => setAddress(here())
    document.addEventListener('click', onClick)
    window.addEventListener('popstate', onMove)
    return () => {
      document.removeEventListener('click', onClick)
      window.removeEventListener('popstate', onMove)
    }
  }, [])
  return readAddress(address)
}

/** Shows what an address says, without a reload where it is on the same person's screen. */
export function go(url: string): void {
  const inside = insideOf(url)
  if (inside === null) return location.assign(url)
  history.pushState(null, '', inside)
  window.dispatchEvent(new PopStateEvent('popstate'))
  return undefined
}

/** Where an address leads, if that is on the screen of whoever is signed in here; `null` otherwise. */
function insideOf(url: string): string | null {
  const { origin, pathname, search } = new URL(url, location.href)
  if (origin !== location.origin) return null
  const from = readAddress(here())
  const to = readAddress(`${pathname}${search}`)
  if (from.page !== 'app') return null
  // A notification's link names a pitch, not a reader.
  if (to.page === 'choose' && to.pitch) return appAddress(from.person, to.pitch)
  if (to.page !== 'app' || to.person !== from.person) return null
  return to.pitch && to.isEditing ? editorAddress(to.person, to.pitch) : appAddress(to.person, to.pitch)
}
