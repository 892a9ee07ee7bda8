import { controlSchemas } from '../../protocol/control.js'
import { ConfigError } from '../config.js'
import type { ServerStream } from './serverStream.js'

/**
 * Told at the start, not by the first command that meets it.
 * @throws ConfigError
 */
export function checkTable(all: readonly ServerStream[]): void {
  const names = new Set<string>()
  const owners = new Map(Object.keys(controlSchemas).map((type) => [type, 'the connection itself']))
  for (const server of all) {
    const { name, commands } = server.stream
    if (names.has(name)) throw new ConfigError(`There are two streams named "${name}"`)
    names.add(name)
    for (const type of Object.keys(commands)) {
      const owner = owners.get(type)
      if (owner) throw new ConfigError(`The stream "${name}" has a command "${type}", which ${owner} has too`)
      owners.set(type, `the stream "${name}"`)
    }
    checkServed(server)
  }
}

/** Is there somebody to do all that this stream promises? */
function checkServed({ stream, durable, desired, state }: ServerStream): void {
  const own = `a file of its own in src/server/streams`
  if (stream.kind === 'ephemeral' && !state)
    throw new ConfigError(`The stream "${stream.name}" is ephemeral, and its state is nobody's: that takes ${own}`)
  for (const [type, { send, decide }] of Object.entries(stream.commands)) {
    const command = `The command "${type}" of the stream "${stream.name}"`
    if (send === 'state' && !desired.has(type)) throw new ConfigError(`${command} is desired state: that takes ${own}`)
    if (send === 'durable' && !durable.has(type) && !decide)
      throw new ConfigError(`${command} has no \`decide\` that says what it does; without, that takes ${own}`)
    if (decide && stream.kind === 'ephemeral')
      throw new ConfigError(`${command} decides on events, but an ephemeral stream keeps none`)
  }
}
