import { ANA } from './cast.js'
import { ask, login } from './login.js'

/** What only a demo can do to its server. Both reject with an Error in words that can be shown. */

/** Stops or restarts the server's sockets. Resolves to how they are now, as the server says. */
export async function setSockets(on: boolean): Promise<boolean> {
  const answer = (await ask('/api/demo/sockets', { body: { on }, ...(await login(ANA)) })) as { on?: unknown }
  if (typeof answer.on !== 'boolean') throw new Error('The server did not say how its sockets are')
  return answer.on
}

/** Makes earlier views count again, so that the demo can be shown twice. */
export async function rewind(): Promise<void> {
  await ask('/api/demo/rewind', { body: {}, ...(await login(ANA)) })
}
