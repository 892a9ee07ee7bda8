import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

/**
 * Why: a socket that a test closes says goodbye; a network does not. This stands between the real clients and the real
 * server, and cuts in the middle of a frame, resets, stalls, or goes silent without letting go, which nobody can see but
 * by asking.
 */
export interface FaultProxy {
  readonly port: number
  /** What happens to each connection made from now on. */
  forecast(decide: () => Fault): void
  /** Something happens to connections that stand: asked once for each. What is to `pass` stays under its fault, if any. */
  strike(decide: () => Fault): void
  /** No more faults. What was silent stays so: nothing ever wakes a half-open link. */
  calm(): void
  close(): Promise<void>
}

export type Fault =
  | { readonly do: 'pass' }
  | { readonly do: 'refuse' }
  /**
   * After so many more bytes from that side. `cut`: it ends. `reset`: it ends with RST. `silence`: it stands, takes what
   * comes from either side and passes nothing on, for ever.
   */
  | { readonly do: 'cut' | 'reset' | 'silence'; readonly from: Side; readonly afterBytes: number }
  | { readonly do: 'delay'; readonly ms: number }
type Side = 'client' | 'server'

interface Link {
  readonly sockets: Readonly<Record<Side, Socket>>
  fault: Fault
  /** Bytes that pass before the fault does what it does. */
  left: number
  silent: boolean
}

export const PASS: Fault = { do: 'pass' }

export async function startFaultProxy(targetPort: number, port = 0): Promise<FaultProxy> {
  const links = new Set<Link>()
  let decide = (): Fault => PASS

  const suffer = (link: Link, fault: Fault): void => {
    link.fault = fault
    link.left = 'afterBytes' in fault ? fault.afterBytes : Number.POSITIVE_INFINITY
    if (fault.do === 'refuse') drop(link, 'reset')
    else if (link.left === 0) happen(link)
  }
  const happen = (link: Link): void => {
    if (link.fault.do === 'silence') link.silent = true
    else drop(link, link.fault.do)
  }
  const drop = (link: Link, how: Fault['do']): void => {
    if (link.silent) return
    links.delete(link)
    for (const socket of Object.values(link.sockets)) {
      if (how === 'reset') socket.resetAndDestroy()
      else socket.destroySoon()
    }
  }
  const pump = async (link: Link, from: Side, to: Side): Promise<void> => {
    try {
      for await (const chunk of link.sockets[from] as AsyncIterable<Buffer>) {
        if (link.fault.do === 'delay') await sleep(link.fault.ms)
        if (link.silent) continue
        // What arrived while it was slow suffers whatever is the fault by now.
        const counted = 'from' in link.fault && link.fault.from === from
        const part = counted ? chunk.subarray(0, link.left) : chunk
        if (!link.sockets[to].write(part)) await once(link.sockets[to], 'drain')
        if (!counted) continue
        link.left -= part.length
        if (link.left === 0) happen(link)
      }
    } catch {
      // Reset by whoever sent: passed on below like any other end.
    }
    drop(link, 'cut')
  }

  const proxy = createServer((client) => {
    const server = connect(targetPort, '127.0.0.1')
    const link: Link = { sockets: { client, server }, fault: PASS, left: Number.POSITIVE_INFINITY, silent: false }
    for (const socket of [client, server]) socket.setNoDelay(true).on('error', () => undefined)
    links.add(link)
    suffer(link, decide())
    void pump(link, 'client', 'server')
    void pump(link, 'server', 'client')
  })
  proxy.listen(port, '127.0.0.1')
  await once(proxy, 'listening')

  return {
    port: (proxy.address() as AddressInfo).port,
    forecast: (next) => (decide = next),
    strike: (choose) => {
      for (const link of links) {
        const fault = choose()
        if (fault.do !== 'pass') suffer(link, fault)
      }
    },
    calm: () => {
      decide = () => PASS
      for (const link of links) suffer(link, PASS)
    },
    close: async () => {
      proxy.close()
      for (const { sockets } of links) for (const socket of Object.values(sockets)) socket.destroy()
      await once(proxy, 'close')
    },
  }
}

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
