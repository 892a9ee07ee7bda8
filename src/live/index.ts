/** `pitchey-live/core`: the engine without React and without Pitchey. Bring your own streams and backend. */
export { defineStream } from '../protocol/stream.js'
export type { Position, StreamDefinition, User } from '../protocol/stream.js'
export type { Schema } from '../protocol/schema.js'
export { ProtocolError } from '../protocol/errorCodes.js'
export type { ErrorCode } from '../protocol/errorCodes.js'
export { httpBackend, SnapshotError } from './backend.js'
export type {
  Backend,
  CommandAnswer,
  HttpBackendOptions,
  Session,
  SessionRequest,
  SnapshotAnswer,
  Written,
} from './backend.js'
export { createBrowserStore } from './records/browserStore.js'
export { createLive } from './createLive.js'
export type { Live } from './live.js'
export type { LiveOptions, PassedMessage } from './liveOptions.js'
export { getJson, liveQuery, livePages, sendJson, SignedOutError } from './sync/liveQuery.js'
export type { LiveKey, LivePagesOptions, LiveQueryOptions } from './sync/liveQuery.js'
export { CommandError, OutboxFullError } from './outbox/command.js'
export type { Sent } from './outbox/command.js'
export type { Remember } from './records/records.js'
export type { SharedStore, Step, Store } from './records/store.js'
export type { Channel, Tabs } from './outbox/tabs.js'
export type { LiveEvent } from './status/liveEvent.js'
export type { Fault, FaultCode } from './reports/report.js'
export type { ConnectionStatus, LiveStatus, SignedIn } from './status/status.js'
