import { Choice } from './Choice.js'
import { chooseTheme, THEMES, useTheme } from './theme.js'

const PAGES = [
  ['landing', '/', 'Side by side'],
  ['app', '/app', 'One screen'],
  ['conflict', '/conflict', 'Conflict'],
  ['widgets', '/widgets', 'Widgets'],
] as const

interface Props {
  readonly page: (typeof PAGES)[number][0] | null
}

/** What all pages of the demo have on top. Within a frame of one of them it would be there twice. */
export function SiteHeader({ page }: Props) {
  const theme = useTheme()
  if (window.parent !== window) return null
  return (
    <header className="site">
      <p className="brand">
        <a href="/">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 9h3l2-5 2 8 1-3h4" />
          </svg>
          Pitchey Live
        </a>
      </p>
      <nav aria-label="Demo">
        <ul>
          {PAGES.map(([name, address, words]) => (
            <li key={name}>
              <a href={address} aria-current={name === page ? 'page' : undefined}>
                {words}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {/* The gallery has a switch of its own, among others. */}
      {page !== 'widgets' && <Choice label="Theme" options={THEMES} value={theme} onChange={chooseTheme} />}
    </header>
  )
}
