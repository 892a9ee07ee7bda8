import { appAddress, talkAddress, type Talk } from './address.js'
import { PEOPLE, type Pitch } from './cast.js'
import { SiteHeader } from './SiteHeader.js'

/** Nobody was named, or nobody whom the demo knows. */
export function ChoosePerson({ pitch, talk }: { pitch: Pitch | null; talk: Talk | null }) {
  return (
    <>
      <SiteHeader page="app" />
      <main className="plain">
        <h1>Whose screen is this?</h1>
        <p>The demo has three people. Open two of them, in two windows, and watch one while you click in the other.</p>
        <ul className="people">
          {PEOPLE.map((person) => (
            <li key={person.name}>
              <a href={talk ? talkAddress(person, talk) : appAddress(person, pitch)}>
                <span className="face" aria-hidden="true">
                  {person.username.slice(0, 1)}
                </span>
                <span>
                  {person.username} <small>{person.role}</small>
                </span>
              </a>
            </li>
          ))}
        </ul>
        <p>
          Or see <a href="/">two of them side by side</a>.
        </p>
      </main>
    </>
  )
}
