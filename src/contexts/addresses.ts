export interface Addresses {
  /** Where REST lives, without a trailing slash; empty for the page's own origin. */
  readonly apiUrl: string
  /** Where the socket is dialled, `/ws` included. */
  readonly wsUrl: string
}

/**
 * Works out both addresses from what is configured. Without `wsUrl` it is the API's host, `http` becoming `ws`.
 * @param page the page's own address, used where nothing is configured; a server that renders pages has none
 * @throws TypeError when an address cannot be read; the message names it
 */
export function addresses({ apiUrl, wsUrl }: { apiUrl?: string; wsUrl?: string }, page?: string): Addresses {
  if (page === undefined) throw new TypeError('pitchey-live: where there is no page, apiUrl must be configured')
  const api = apiUrl ? absolute('apiUrl (VITE_API_URL)', apiUrl, page) : null
  const socket = wsUrl ? absolute('wsUrl (VITE_WS_URL)', wsUrl, page) : new URL(api ?? new URL('/', page))
  socket.protocol = socket.protocol.replace(/^http/, 'ws')
  socket.search = socket.hash = ''
  const path = socket.pathname.replace(/\/+$/, '')
  socket.pathname = path.endsWith('/ws') ? path : `${path}/ws`
  return { apiUrl: api ? `${api.origin}${api.pathname.replace(/\/+$/, '')}` : '', wsUrl: socket.href }
}

function absolute(name: string, address: string, page: string): URL {
  try {
    const url = new URL(address, page)
    if (/^(?:https?|wss?):$/.test(url.protocol)) return url
  } catch {
    // told below
  }
  throw new TypeError(`pitchey-live: ${name} is not a usable address: ${address}`)
}
