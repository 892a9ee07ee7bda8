import { useEffect, useState } from 'react'
import { appAddress, readAddress, type Page } from './address.js'

const here = (): string => `${location.pathname}${location.search}`

/** The page to show. Links inside one person's screen change it without a reload; all others are the browser's. */
export function useAddress(): Page {
  const [address, setAddress] = useState(here)
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const inside = insideOf(event)
      if (inside === null) return
      event.preventDefault()
      history.pushState(null, '', inside)
      setAddress(inside)
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

/** Where a click leads, if that is on the screen of whoever is signed in here; `null` otherwise. */
function insideOf(event: MouseEvent): string | null {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!plain || event.defaultPrevented || !link || link.target || link.origin !== location.origin) return null
  const from = readAddress(here())
  const to = readAddress(`${link.pathname}${link.search}`)
  if (from.page !== 'app') return null
  // A notification's link names a pitch, not a reader.
  if (to.page === 'choose' && to.pitch) return appAddress(from.person, to.pitch)
  return to.page === 'app' && to.person === from.person ? appAddress(to.person, to.pitch) : null
}
