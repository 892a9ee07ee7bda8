import { QueryClientProvider } from '@tanstack/react-query'
import { I18nProvider, WebSocketProvider } from 'pitchey-live'
import { useMemo, useState, type ComponentType } from 'react'
import type { CardOf } from './entry.js'
import { LANGUAGES } from './labels/languages.js'
import { namesFor } from './labels/namesFor.js'
import type { Switches } from './switches.js'
import { useStage } from './useStage.js'

interface Props {
  /** The component's. */
  readonly name: string
  readonly card: CardOf
  readonly example: ComponentType
  readonly switches: Switches
}

/** A component in one state, with an engine and a cache of its own. */
export function StateCard({ name, card, example: Example, switches }: Props) {
  const stage = useStage(card.scene, switches.play === 'on')
  const { before: Before } = card
  const [isPlugged, setPlugged] = useState(false)
  const { locale, direction, labels } = LANGUAGES[switches.language]
  // A page with several of one kind tells them apart, as a host would.
  const names = useMemo(() => namesFor(labels, card.title), [labels, card.title])
  const plugIn = () => {
    setPlugged(true)
    stage?.plugIn()
  }
  return (
    <article className="state-card" aria-label={`${name} ${card.title}`} data-opens={card.opens}>
      <header>
        <h3>{card.title}</h3>
        {stage?.isLosing && (
          <button type="button" className="quiet" disabled={isPlugged} onClick={plugIn}>
            {isPlugged ? 'Connected again' : 'Connect again'}
          </button>
        )}
      </header>
      {/* Only listens in: a server that fails is well again for whoever asks by hand. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        className="state-room"
        data-card={`${name} ${card.title}`}
        lang={locale}
        dir={switches.direction === 'auto' ? direction : switches.direction}
        onClickCapture={stage?.mend}
      >
        {stage && (
          <QueryClientProvider client={stage.client}>
            <WebSocketProvider live={stage.live}>
              <I18nProvider locale={locale} labels={names}>
                <Example />
                {Before && <Before />}
              </I18nProvider>
            </WebSocketProvider>
          </QueryClientProvider>
        )}
      </div>
      {card.hint && <p className="hint">{card.hint}</p>}
    </article>
  )
}
