import { filesAddress } from './address.js'
import type { Person } from './cast.js'

/** Leads from the pitches to the files. */
export function FilesCard({ person }: { person: Person }) {
  return (
    <section className="card files-card" aria-labelledby="files-card">
      <div>
        <h2 id="files-card">Files</h2>
        <p>Scripts, decks and trailers. An upload goes on while you look at pitches.</p>
      </div>
      <a href={filesAddress(person)}>Your files</a>
    </section>
  )
}
