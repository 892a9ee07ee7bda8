import { appAddress } from './address.js'
import { PEOPLE, type Pitch } from './cast.js'

/** Nobody was named, or nobody whom the demo knows. */
export function ChoosePerson({ pitch }: { pitch: Pitch | null }) {
  return (
    <main className="plain">
      <h1>Whose screen is this?</h1>
      <p>The demo has three people. Open two of them, in two windows, and watch one while you click in the other.</p>
      <ul className="people">
        {PEOPLE.map((person) => (
          <li key={person.name}>
            <a href={appAddress(person, pitch)}>
              {person.username} <small>{person.role}</small>
            </a>
          </li>
        ))}
      </ul>
      <p>
        Or see <a href="/">two of them side by side</a>.
      </p>
    </main>
  )
}
