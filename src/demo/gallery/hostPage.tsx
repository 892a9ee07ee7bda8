import { QueryClientProvider } from '@tanstack/react-query'
import { WebSocketProvider } from 'pitchey-live'
import type { ComponentType } from 'react'
import { createRoot } from 'react-dom/client'
import { entries } from './entries/index.js'
import type { Scene } from './stage/scene.js'
import { useStage } from './useStage.js'

/** The cards of the gallery without the gallery: no style but that of the host, in which this is a page. */
function Card({ name, scene, example: Example }: { name: string; scene: () => Scene; example: ComponentType }) {
  const stage = useStage(scene, false)
  return (
    <div data-card={name}>
      {stage && (
        <QueryClientProvider client={stage.client}>
          <WebSocketProvider live={stage.live}>
            <Example />
          </WebSocketProvider>
        </QueryClientProvider>
      )}
    </div>
  )
}

const all = Object.values(entries).flatMap(({ name, examples, cards }) =>
  cards.map(({ title, example = Object.keys(examples)[0] ?? '', scene }) => {
    const shown = examples[example]
    return shown && <Card key={`${name} ${title}`} name={`${name} ${title}`} scene={scene} example={shown} />
  }),
)

const root = document.querySelector('#root')
if (!root) throw new Error('hosts.html has no #root')
createRoot(root).render(all)
