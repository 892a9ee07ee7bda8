import { useEffect, useState } from 'react'
import { addressOf } from './address.js'
import { ANA, BEN, PITCHES } from './cast.js'
import { PlugSwitch } from './PlugSwitch.js'
import { SiteHeader } from './SiteHeader.js'
import { StartOver } from './StartOver.js'

/** Two people side by side: each frame is a client of its own, with its own session, cache and socket. */
export function Landing() {
  const [round, setRound] = useState(1)
  useEffect(() => {
    document.title = 'Pitchey Live'
  }, [])
  return (
    <div className="landing">
      <SiteHeader page="landing" />
      <main>
        <div className="intro">
          <h1>Open a pitch as Ben. Watch Ana’s screen. Then pull the plug.</h1>
          <div className="controls">
            <PlugSwitch />
            <StartOver onDone={() => setRound(round + 1)} />
          </div>
        </div>
        <div className="sides">
          {[ANA, BEN].map((person) => (
            <section key={person.name} aria-label={`${person.username}, ${person.role}`}>
              {/* oxlint-disable-next-line react/iframe-missing-sandbox -- our own page, which needs its own origin */}
              <iframe key={round} src={addressOf(person, { at: 'pitches' })} title={`${person.username}’s screen`} />
            </section>
          ))}
        </div>
        <section className="try" aria-labelledby="try">
          <h2 id="try">Things to try</h2>
          <ol>
            <li>
              As Ben, open <b>{PITCHES[0]?.title}</b>. On Ana’s screen the count, her views and her bell move.
            </li>
            <li>
              Open{' '}
              <a href={addressOf(ANA, { at: 'pitches' })} target="_blank">
                Ana in another tab
              </a>
              , and mark a notification as read: it is read in both.
            </li>
            <li>
              Open <b>Messages</b> on both screens, and write: each sees the other type, and read.
            </li>
            <li>
              Pull the plug. Both go on, <i>Polling</i>. Open another pitch as Ben: his view waits to be sent, and so
              does a comment.
            </li>
            <li>Plug it back in. What waited is delivered, once, and both screens agree. Nothing was reloaded.</li>
            <li>
              Open{' '}
              <a href={addressOf(ANA, { at: 'files' })} target="_blank">
                Ana’s files
              </a>{' '}
              twice, upload a large one, and reload the tab that sends it: chosen again, it goes on where it was.
            </li>
            <li>
              On both screens open <b>{PITCHES[0]?.title}</b> and press <i>Edit</i>: two people write one pitch. What
              happens when both change the same words, <a href="/conflict">a prepared conflict</a> shows.
            </li>
          </ol>
        </section>
      </main>
    </div>
  )
}
