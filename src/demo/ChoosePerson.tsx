import { addressOf, type Place } from './address.js'
import { PEOPLE } from './cast.js'
import { SiteHeader } from './SiteHeader.js'

/** Nobody was named, or nobody whom the demo knows. */
export function ChoosePerson({ place }: { place: Place }) {
  const isOfFiles = place.at === 'files'
  return (
    <>
      <SiteHeader page="app" />
      <main className="plain">
        <h1>{isOfFiles ? 'Whose files are these?' : 'Whose screen is this?'}</h1>
        <p>
          {isOfFiles
            ? 'The demo has three people, and each sees only their own files. Open one of them in two windows, and watch one while you upload in the other.'
            : 'The demo has three people. Open two of them, in two windows, and watch one while you click in the other.'}
        </p>
        <ul className="people">
          {PEOPLE.map((person) => (
            <li key={person.name}>
              <a href={addressOf(person, place)}>
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
