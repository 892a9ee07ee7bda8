/** What it costs a server that a thousand people see each other come, go and change. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { signToken } from '../../src/server/token.js'
import { against, type Table } from './table.js'

const PEOPLE = 1_000
const CHANGES_A_SECOND = 50
const SECONDS = 10
const SECRET = 'a secret that only benchmarks know, 32 bytes'
/** So many sockets are opened at a time. */
const AT_A_TIME = 50

export async function presenceRows(table: Table): Promise<void> {
  table.heading(
    `Presence: ${PEOPLE} people, ${CHANGES_A_SECOND} changes a second for ${SECONDS} s; the server's CPU time`,
  )
  const bare = await measure(await startBare())
  const ours = await measure(await startOurs())
  const name = 'presence: bare ws, one by one'
  table.row({ name, value: bare.microseconds, unit: 'µs/delivery' })
  table.row(against({ name, value: bare.microseconds }, 'presence: ours', ours.microseconds, 'µs/delivery'))
  table.row({ name: 'presence: what each person receives', value: ours.bytes, unit: 'kB/s' })
}

interface Running {
  readonly child: ChildProcess
  readonly url: (person: number) => Promise<string>
  /** What a person says first, and then. */
  readonly first: string | null
  readonly change: (n: number) => string
  readonly isChange: (frame: string) => boolean
  readonly stop: () => Promise<void>
}

/** CPU time for each message that arrives at somebody, and what arrives at one of them. */
async function measure({ child, url, first, change, isChange, stop }: Running) {
  const people: WebSocket[] = []
  let deliveries = 0
  let bytes = 0
  const join = async (person: number) => {
    const socket = new WebSocket(await url(person))
    const ready = new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.once(first === null ? 'open' : 'message', () => resolve())
    })
    people.push(socket)
    await ready
    if (first !== null) socket.send(first)
    socket.on('message', (raw: Buffer) => {
      if (!isChange(raw.toString('latin1'))) return
      deliveries += 1
      if (person === 0) bytes += raw.byteLength
    })
  }
  for (let person = 0; person < PEOPLE; person += AT_A_TIME)
    await Promise.all(Array.from({ length: AT_A_TIME }, (_, n) => join(person + n)))
  // Everybody's coming is over.
  await pause(3_000)
  deliveries = bytes = 0
  const before = cpuOf(child)
  for (let n = 0; n < CHANGES_A_SECOND * SECONDS; n += 1) {
    people[n % PEOPLE]?.send(change(n))
    await pause(1_000 / CHANGES_A_SECOND)
  }
  await pause(2_000)
  const microseconds = (cpuOf(child) - before) / deliveries
  for (const socket of people) socket.terminate()
  await stop()
  return { microseconds, bytes: bytes / SECONDS / 1_000 }
}

async function startOurs(): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'presence-'))
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server/main.ts'], {
    env: {
      ...process.env,
      PORT: '0',
      DEMO: '0',
      JWT_SECRET: SECRET,
      DATABASE_URL: `file:${join(directory, 'bench.db')}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await portOf(child, /"port":(\d+),.*"msg":"listening"/)
  return {
    child,
    url: async (person) => {
      const user = { userId: person + 1, username: `Person ${person + 1}`, role: 'investor' as const }
      return `ws://127.0.0.1:${port}/ws?token=${await signToken(SECRET, user, Date.now() + 3_600_000)}`
    },
    first: JSON.stringify({ type: 'subscribe', data: { topics: [{ topic: 'presence:all' }] } }),
    // Every other time round it is another status.
    change: (n) => {
      const status = Math.floor(n / PEOPLE) % 2 === 0 ? 'dnd' : 'online'
      return JSON.stringify({ type: 'presence_update', data: { status } })
    },
    isChange: (frame) => frame.startsWith('{"type":"presence_update"'),
    stop: async () => {
      child.kill('SIGKILL')
      await once(child, 'close')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** The least that there is: what comes from one goes to all, as one text. */
const BARE = `
const { WebSocketServer } = require('ws')
const sockets = new WebSocketServer({ port: 0, perMessageDeflate: false }, () => console.log('port ' + sockets.address().port))
sockets.on('connection', (socket) => socket.on('message', (raw) => {
  const text = raw.toString()
  for (const each of sockets.clients) each.send(text)
}))`

async function startBare(): Promise<Running> {
  const child = spawn(process.execPath, ['-e', BARE], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await portOf(child, /port (\d+)/)
  const person = { userId: 1, username: 'Person 1', status: 'dnd', lastSeen: new Date(0).toISOString() }
  const text = JSON.stringify({ type: 'presence_update', topic: 'presence:all', data: person })
  return {
    child,
    url: () => Promise.resolve(`ws://127.0.0.1:${port}`),
    first: null,
    change: () => text,
    isChange: () => true,
    stop: async () => {
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}

function portOf(child: ChildProcess, pattern: RegExp): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const [, port] = pattern.exec(output) ?? []
      if (port !== undefined) resolve(Number(port))
    })
    child.once('close', () => reject(new Error(`The server ended: ${output}`)))
  })
}

/** In microseconds, of all its threads: fields 14 and 15 of what the kernel says, in hundredths of a second. */
function cpuOf({ pid }: ChildProcess): number {
  const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(after[11]) + Number(after[12])) * 10_000
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
