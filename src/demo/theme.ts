import { useEffect, useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

/** As a switch offers them. */
export const THEMES = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const satisfies readonly (readonly [Theme, string])[]

const KEY = 'theme'
const listeners = new Set<() => void>()

const kept = (): Theme => {
  try {
    const theme = localStorage.getItem(KEY)
    return theme === 'light' || theme === 'dark' ? theme : 'system'
  } catch {
    return 'system' // refused, as in some private windows
  }
}
let theme = kept()

/** Others on the screen, in frames and in other tabs, follow. */
function subscribe(listener: () => void) {
  listeners.add(listener)
  const onStorage = ({ key }: StorageEvent) => {
    if (key !== KEY) return
    theme = kept()
    listener()
  }
  window.addEventListener('storage', onStorage)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', onStorage)
  }
}

export function chooseTheme(chosen: Theme): void {
  theme = chosen
  try {
    localStorage.setItem(KEY, chosen)
  } catch {
    // as above: it lasts as long as the page
  }
  for (const listener of listeners) listener()
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => theme)

/** Shows the page in a theme, for as long as this is mounted. */
export function useShownTheme(shown: Theme): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    if (shown === 'system') delete dataset['plTheme']
    else dataset['plTheme'] = shown
  }, [shown])
}
