import type { Quantity } from './plural.js'

/** What every component says of its data and its connection. */
export interface ShellLabels {
  readonly loading: string
  /** In place of a number that nobody knows. */
  readonly unknown: string
  readonly retry: string
  readonly retrying: string
  /** The whole name of a Retry button, for those who hear it alone. @param what e.g. "notifications" */
  readonly retryWhat: (what: string) => string
  /** @param age e.g. "2 minutes ago" */
  readonly updated: (age: string) => string

  readonly connecting: string
  readonly live: string
  readonly reconnecting: string
  readonly polling: string
  readonly pollingEvery: (seconds: Quantity) => string
  /** @param time e.g. "12:04" */
  readonly offlineSince: (time: string) => string
  readonly outOfDate: string
  readonly notAvailable: string
  /** Announced when the connection has been gone for some seconds, and when it is back. */
  readonly connectionLost: string
  readonly connectionBack: string

  readonly signedOut: string
  readonly signInAgain: string
  readonly forbidden: string
  readonly notFound: string
  readonly unreachable: string
  readonly serverFault: string
  readonly unknownFault: string
  readonly tooMuchWaiting: string
  /** A command failed. @param what completes "Could not …" @param reason a sentence, may be '' */
  readonly couldNot: (what: string, reason: string) => string
}

export const shellLabels: ShellLabels = {
  loading: 'Loading…',
  unknown: 'Not known',
  retry: 'Retry',
  retrying: 'Retrying…',
  retryWhat: (what) => `Retry loading ${what}`,
  updated: (age) => `Updated ${age}`,

  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  polling: 'Polling',
  pollingEvery: (seconds) => `Polling every ${seconds.text} s`,
  offlineSince: (time) => `Offline since ${time}`,
  outOfDate: 'Out of date',
  notAvailable: 'Not available',
  connectionLost: 'Connection lost. What is shown may be out of date.',
  connectionBack: 'Connected again. Everything is up to date.',

  signedOut: 'You are not signed in.',
  signInAgain: 'You need to sign in again.',
  forbidden: 'You do not have access to this.',
  notFound: 'This does not exist.',
  unreachable: 'The server cannot be reached.',
  serverFault: 'The server has a problem.',
  unknownFault: 'Something went wrong.',
  tooMuchWaiting: 'Too many changes are waiting to be sent. Try again when you are online.',
  couldNot: (what, reason) => `Could not ${what}. ${reason}`.trim(),
}
