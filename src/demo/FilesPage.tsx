import { UploadDropZone, UploadProgressList } from 'pitchey-live'
import { useEffect, useRef } from 'react'
import { addressOf } from './address.js'
import { ANA, BEN, type Person } from './cast.js'
import { FinishedFiles } from './FinishedFiles.js'
import { WidgetBoundary } from './WidgetBoundary.js'

/** What one person uploads, as it moves in all of their tabs and on all of their devices. */
export function FilesPage({ person }: { person: Person }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const other = person === ANA ? BEN : ANA
  return (
    <article className="card files" aria-labelledby="files">
      <a className="back" href={addressOf(person, { at: 'pitches' })}>
        ← All pitches
      </a>
      <h2 id="files" ref={heading} tabIndex={-1}>
        Files
      </h2>
      <p className="logline">
        Scripts, decks and trailers. What you upload here moves in{' '}
        <a href={addressOf(person, { at: 'files' })} target="_blank">
          another tab
        </a>{' '}
        and on your other devices, too.{' '}
        <a href={addressOf(other, { at: 'files' })} target="_blank">
          {other.username}
        </a>{' '}
        sees none of it.
      </p>
      <WidgetBoundary name="The drop zone">
        <UploadDropZone className="files-drop" />
      </WidgetBoundary>
      <WidgetBoundary name="The list of uploads">
        <UploadProgressList position="relative" />
      </WidgetBoundary>
      <WidgetBoundary name="The finished files">
        <FinishedFiles person={person} />
      </WidgetBoundary>
      <div className="files-terms">
        <section aria-labelledby="survives">
          <h3 id="survives">What survives</h3>
          <p>
            A cut, and a restart of the server: the upload waits, and goes on from the last byte that arrived. After a
            reload the browser no longer has the file, so the list asks for it: chosen again, it goes on. Nothing is
            sent while no page is open.
          </p>
        </section>
        <section aria-labelledby="limits">
          <h3 id="limits">Limits</h3>
          <ul>
            <li>2 GiB a file, 20 GiB a person, files of any type</li>
            <li>Three are sent at a time, and 20 may be unfinished</li>
            <li>What is unfinished is deleted after 24 hours without a byte</li>
            <li>What is finished is listed for an hour, and kept after that</li>
          </ul>
        </section>
      </div>
    </article>
  )
}
