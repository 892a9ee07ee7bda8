import { useEffect, useState } from 'react'
import { setSockets } from './backstage.js'

/** How the server's sockets are, as far as the server has said so. */
type Plug =
  | { readonly state: 'asking' }
  | { readonly state: 'known'; readonly on: boolean }
  | { readonly state: 'unknown'; readonly why: string }

/** Stops the server's sockets and starts them again. Opening the page plugs them in. */
export function PlugSwitch() {
  const [plug, setPlug] = useState<Plug>({ state: 'asking' })
  const switchTo = async (on: boolean) => {
    setPlug({ state: 'asking' })
    setPlug(await askFor(on))
  }
  useEffect(() => {
    let shown = true
    void askFor(true).then((answer) => shown && setPlug(answer))
    return () => {
      shown = false
    }
  }, [])
  const isOn = plug.state === 'known' && plug.on
  return (
    <div className="plug" data-plug={plug.state === 'known' ? (plug.on ? 'on' : 'off') : plug.state}>
      <button type="button" disabled={plug.state === 'asking'} onClick={() => void switchTo(!isOn)}>
        {isOn || plug.state === 'asking' ? 'Pull the plug' : 'Plug it back in'}
      </button>
      <output>{wordsFor(plug)}</output>
    </div>
  )
}

async function askFor(on: boolean): Promise<Plug> {
  try {
    return { state: 'known', on: await setSockets(on) }
  } catch (error) {
    return { state: 'unknown', why: error instanceof Error ? error.message : String(error) }
  }
}

function wordsFor(plug: Plug): string {
  switch (plug.state) {
    case 'asking':
      return 'Asking the server…'
    case 'known':
      return plug.on ? 'The server’s sockets are on.' : 'The server’s sockets are off. REST still answers.'
    case 'unknown':
      return `How the sockets are is not known: ${plug.why}.`
    default:
      return plug satisfies never
  }
}
