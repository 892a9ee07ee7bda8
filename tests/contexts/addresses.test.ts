import { expect, it } from 'vitest'
import { addresses } from '../../src/contexts/addresses.js'

const page = 'https://app.example.com/deals/7?tab=2#top'

it.each([
  [{}, '', 'wss://app.example.com/ws'],
  [{ apiUrl: 'https://api.example.com' }, 'https://api.example.com', 'wss://api.example.com/ws'],
  [{ apiUrl: 'https://api.example.com/' }, 'https://api.example.com', 'wss://api.example.com/ws'],
  [{ apiUrl: 'https://api.example.com/v1/' }, 'https://api.example.com/v1', 'wss://api.example.com/v1/ws'],
  [{ apiUrl: 'http://localhost:8001' }, 'http://localhost:8001', 'ws://localhost:8001/ws'],
  [{ wsUrl: 'wss://live.example.com' }, '', 'wss://live.example.com/ws'],
  [{ wsUrl: 'wss://live.example.com/ws' }, '', 'wss://live.example.com/ws'],
  [{ wsUrl: 'https://live.example.com/ws/' }, '', 'wss://live.example.com/ws'],
  [{ apiUrl: '/backend' }, 'https://app.example.com/backend', 'wss://app.example.com/backend/ws'],
])('%o is REST at "%s" and the socket at %s', (configured, apiUrl, wsUrl) => {
  expect(addresses(configured, page)).toEqual({ apiUrl, wsUrl })
})

it.each([
  [{ apiUrl: 'ftp://api.example.com' }, 'apiUrl (VITE_API_URL)'],
  [{ wsUrl: 'wss://' }, 'wsUrl (VITE_WS_URL)'],
])('says which address of %o cannot be used', (configured, name) => {
  expect(() => addresses(configured, page)).toThrow(name)
})
