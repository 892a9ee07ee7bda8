import { useUploadProgress, type UploadView } from 'pitchey-live'
import { useRef, useState } from 'react'
import type { Person } from './cast.js'
import { download } from './download.js'

/** What arrived, to be taken out again or thrown away: a list of one's own out of the same hook. */
export function FinishedFiles({ person }: { person: Person }) {
  const { uploads, remove } = useUploadProgress()
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const heading = useRef<HTMLHeadingElement>(null)
  const finished = uploads.filter(({ status }) => status === 'completed').toReversed()

  const attempt = async ({ key, filename }: UploadView, what: string, act: () => Promise<void>) => {
    setFailure(null)
    setBusy((keys) => new Set([...keys, key]))
    try {
      await act()
    } catch (error) {
      setFailure(`${filename} could not be ${what}: ${error instanceof Error ? error.message : String(error)}`)
    } finally {
      setBusy((keys) => new Set([...keys].filter((one) => one !== key)))
    }
  }
  const throwAway = (upload: UploadView, button: HTMLElement) =>
    attempt(upload, 'removed', async () => {
      await remove(upload.key)
      // The button goes with its row.
      if (document.activeElement === button) heading.current?.focus()
    })

  return (
    <section className="finished" aria-labelledby="finished">
      <h3 id="finished" ref={heading} tabIndex={-1}>
        Finished
      </h3>
      {finished.length === 0 && <p className="finished-none">Nothing yet: what arrived can be downloaded here.</p>}
      {failure !== null && <p role="alert">{failure}</p>}
      {finished.length > 0 && (
        <ul>
          {finished.map((upload) => (
            <li key={upload.key}>
              <span>
                <bdi>{upload.filename}</bdi> <small>{sizeOf(upload)}</small>
              </span>
              <span className="finished-tools">
                <button
                  type="button"
                  aria-label={`Download ${upload.filename}`}
                  aria-disabled={busy.has(upload.key)}
                  onClick={() => {
                    if (!busy.has(upload.key)) void attempt(upload, 'downloaded', () => download(person, upload))
                  }}
                >
                  Download
                </button>
                <button
                  type="button"
                  className="quiet"
                  aria-label={`Remove ${upload.filename}`}
                  aria-disabled={busy.has(upload.key)}
                  onClick={({ currentTarget }) => {
                    if (!busy.has(upload.key)) void throwAway(upload, currentTarget)
                  }}
                >
                  Remove
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const format = (unit: string) =>
  new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'short', maximumSignificantDigits: 3 })
const [kilobytes, megabytes] = [format('kilobyte'), format('megabyte')]
const sizeOf = ({ bytesUploaded: bytes }: UploadView): string =>
  bytes < 1_000_000 ? kilobytes.format(bytes / 1000) : megabytes.format(bytes / 1_000_000)
