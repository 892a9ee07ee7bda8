import { UploadDropZone, UploadProgressList } from 'pitchey-live'

/** Scripts, decks and trailers; what is not through by the time the plug is back goes on from where it was. */
export function Files() {
  return (
    <section className="files" aria-label="Files">
      <UploadDropZone />
      <UploadProgressList position="relative" />
    </section>
  )
}
