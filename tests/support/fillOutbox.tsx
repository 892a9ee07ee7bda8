import { usePitchViews } from 'pitchey-live'

/** Why: what people are told when nothing more can wait takes a full outbox. Hovered, not pressed: a press would close panels. */
export function FillOutbox({ commands }: { readonly commands: number }) {
  const { trackView } = usePitchViews(4)
  const fill = () => {
    for (let sent = 0; sent < commands; sent += 1) trackView()
  }
  return (
    <button type="button" onPointerEnter={fill}>
      Fill
    </button>
  )
}
