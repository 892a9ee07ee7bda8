import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { violations, type House, type SourceFile } from './importRules.js'
import { importsOf } from './imports.js'

const top = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, top), 'utf8')

function filesUnder(folder: string): SourceFile[] {
  return readdirSync(new URL(folder, top), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.(?:ts|tsx)$/.test(path) && !path.includes('/node_modules/'))
    .map((path) => ({ path, source: read(path) }))
}

function namesIn(path: string, ...fields: readonly string[]): string[] {
  const manifest = JSON.parse(read(path)) as Readonly<Record<string, object | undefined>>
  return fields.flatMap((field) => Object.keys(manifest[field] ?? {}))
}

const house: House = {
  library: namesIn('package.json', 'dependencies', 'peerDependencies'),
  server: namesIn('src/server/package.json', 'dependencies'),
  published: importsOf(read('src/index.ts')).map(({ from }) => posix.join('src', from)),
}

describe('the house', () => {
  const files = ['src/', 'tests/browser/', 'tests/e2e/'].flatMap(filesUnder)

  it('has no arrow that runs back', () => {
    expect(violations(files, house)).toEqual([])
  })

  it('is read whole: no import is hidden from the rules', () => {
    const mentions = files.flatMap(({ source }) => source.match(/^(?:import|export|\}).*\bfrom '[^']+'$/gm) ?? [])
    const found = files.flatMap(({ source }) => importsOf(source))
    expect(mentions.length).toBeGreaterThan(200)
    expect(files.length).toBeGreaterThan(60)
    expect(found.length).toBeGreaterThanOrEqual(mentions.length)
    expect(found.filter(({ typeOnly }) => typeOnly).length).toBeGreaterThan(40)
  })
})

describe('an arrow that runs back is found', () => {
  const arrows: readonly (readonly [path: string, line: string])[] = [
    ['src/protocol/topic.ts', "import { step } from '../live/connection/connection.js'"],
    ['src/protocol/topic.ts', "import { dequal } from 'dequal/lite'"],
    ['src/live/sync/inbox.ts', "import { useState } from 'react'"],
    ['src/live/sync/inbox.ts', "import type { ReactNode } from 'react'"],
    ['src/live/sync/inbox.ts', "import { hashKey } from '@tanstack/react-query'"],
    ['src/live/sync/inbox.ts', "import { type QueryKey } from '@tanstack/react-query'"],
    ['src/live/sync/inbox.ts', "import type { PitcheyLive } from '../../contexts/pitchey.js'"],
    ['src/live/connection/socket.ts', "import PartySocket from 'partysocket'"],
    ['src/live/connection/socket.ts', "const { WebSocketServer } = await import('ws')"],
    ['src/live/connection/socket.ts', "import { pino } from 'pino'"],
    ['src/live/connection/socket.ts', "import { randomUUID } from 'node:crypto'"],
    ['src/live/clock.ts', "import type { Report } from './reports/report.js'"],
    ['src/live/reports/report.ts', "import type { Sessions } from '../connection/sessions.js'"],
    ['src/live/connection/socket.ts', "import type { Topics } from '../sync/topics.js'"],
    ['src/live/connection/socket.ts', "import { createLive } from '../createLive.js'"],
    ['src/live/sync/snapshots.ts', "import type { Records } from '../records/records.js'"],
    ['src/live/sync/snapshots.ts', "import { createSessions } from '../connection/sessions.js'"],
    ['src/live/outbox/outbox.ts', "export * from '../status/status.js'"],
    ['src/live/uploads/uploader.ts', "import { Upload } from 'tus-js-client'"],
    ['src/live/uploads/uploader.ts', "import { createSessions } from '../connection/sessions.js'"],
    ['src/live/attic/attic.ts', "import { backoff } from '../backoff.js'"],
    ['src/hooks/useTyping.ts', "import { TypingInput } from '../components/TypingIndicator.js'"],
    ['src/hooks/useTyping.ts', "export { login } from '../server/demo/login.js'"],
    ['src/components/Bell.tsx', "import { login } from '../demo/login.js'"],
    ['src/components/shell/Shell.tsx', "import { Metric } from '../metrics/Metric.js'"],
    ['src/components/Bell.tsx', "import { useNotifications } from 'pitchey-live'"],
    ['src/components/Bell.tsx', "import * as index from '../index.js'"],
    ['src/components/Bell.tsx', "import clsx from 'clsx'"],
    ['src/server/hub.ts', "import { createInbox } from '../live/sync/inbox.js'"],
    ['src/server/hub.ts', "import {\n  type Query,\n  QueryClient,\n} from '@tanstack/react-query'"],
    ['src/demo/App.tsx', "import { useNotifications } from '../hooks/useNotifications.js'"],
    ['src/demo/App.tsx', "import { PITCHES } from '../server/demo/people.js'"],
    ['src/demo/App.tsx', "type Row = import('../protocol/topic.js').Row"],
    ['src/demo/App.tsx', "import '../components/styles.css'"],
    ['src/demo/streams/comments.ts', "import { ANA } from '../cast.js'"],
    ['src/demo/streams/comments.ts', "import { configure } from 'pitchey-live'"],
    ['tests/browser/bell.test.tsx', "import NotificationDropdown from '../../src/components/NotificationDropdown.js'"],
    ['tests/browser/bell.test.tsx', "import { configure } from '../../src/index.js'"],
    ['tests/browser/bell.test.tsx', "import { PITCHES } from '../../src/demo/cast.js'"],
    ['tests/e2e/cut.test.ts', "import { format } from '../../src/components/shell/format.js'"],
    ['tests/e2e/cut.test.ts', "export * from '../../src/index.js'"],
    ['src/utils.ts', "import { x } from './index.js'"],
  ]
  it.each(arrows)('%s: %s', (path, line) => {
    const source = `${line}\n`
    expect(violations([{ path, source }], house)).toHaveLength(1)
  })

  const allowed: readonly (readonly [path: string, line: string])[] = [
    ['src/live/sync/inbox.ts', "import type { Query } from '@tanstack/react-query'"],
    ['src/live/sync/snapshots.ts', "import type { Sessions } from '../connection/sessions.js'"],
    ['src/live/outbox/mailbox.ts', "import { userDigest } from '../records/userDigest.js'"],
    ['src/live/createLive.ts', "import { createTopics } from './sync/topics.js'"],
    ['src/live/connection/transport.ts', "import ReconnectingWebSocket from 'partysocket/ws'"],
    ['src/demo/App.tsx', "import { useNotifications } from 'pitchey-live'\nimport 'pitchey-live/styles.css'"],
    ['src/demo/streams/index.ts', "export { comments } from './comments.js'\nimport { x } from 'pitchey-live/core'"],
    ['src/server/hub.ts', "import { WebSocketServer } from 'ws'\nimport { limits } from '../protocol/limits.js'"],
    ['tests/browser/bell.test.tsx', "import { startPage } from '../support/page.js'"],
    ['tests/browser/words.test.ts', "import { formatCompact } from '../../src/components/shell/format.js'"],
    ['src/components/shell/useI18n.ts', "import type { Labels } from '../labels.js'"],
    ['src/live/reports/words.ts', "// it came from 'react'\nconst from = 'react'"],
  ]
  it.each(allowed)('but not an honest one: %s', (path, source) => {
    expect(violations([{ path, source }], house)).toEqual([])
  })
})
