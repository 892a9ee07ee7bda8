import { addressOf } from './address.js'
import type { Person } from './cast.js'

/** Leads from the pitches to the files. */
export function FilesCard({ person }: { person: Person }) {
  return (
    <div className="card files-card">
      <div>
        <h2>Files</h2>
        <p>Scripts, decks and trailers. An upload goes on while you look at pitches.</p>
      </div>
      <a href={addressOf(person, { at: 'files' })}>Your files</a>
    </div>
  )
}
