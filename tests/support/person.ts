import type { User } from '../../src/protocol/stream.js'
import type { TestServer } from './testServer.js'
import { connect, type WireClient } from './wireClient.js'

/** Why: most tests of the server are about what some person sees, over the socket and over REST. */
export interface Person {
  readonly userId: number
  readonly token: string
  connect(query?: string): Promise<WireClient>
  /** The answer's body is read as JSON when there is one. */
  fetch(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; body: unknown }>
  /** `POST`, `PATCH` … with a JSON body. */
  send(method: string, path: string, body: unknown): Promise<{ status: number; headers: Headers; body: unknown }>
}

export async function person(server: TestServer, user: Partial<User>): Promise<Person> {
  const userId = user.userId ?? 2
  const token = await server.token({ username: `user${userId}`, ...user, userId })
  const fetchAs: Person['fetch'] = async (path, init = {}) => {
    const headers = { Authorization: `Bearer ${token}`, ...Object.fromEntries(new Headers(init.headers)) }
    const answer = await fetch(`${server.httpUrl}${path}`, { ...init, headers })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) }
  }
  return {
    userId,
    token,
    connect: (query = '') => connect(`${server.wsUrl}?token=${token}${query}`),
    fetch: fetchAs,
    send: (method, path, body) =>
      fetchAs(path, { method, body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }
}

export const service = (server: TestServer): Promise<Person> =>
  person(server, { userId: 99, username: 'Service', role: 'service' })
