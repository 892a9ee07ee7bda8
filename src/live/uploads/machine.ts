import type { Failure, UploadErrorCode } from './failure.js'

/**
 * One upload, from the moment it is wanted:
 *
 *     queued ──slot──→ uploading ──sent──→ processing ──done──→ completed
 *       ↑ ↑               │  │                 │
 *       │ └──wake── waiting ←┴──── failed ─────┘──→ error ──retry──→ queued
 *       └──resume, online── paused ←── pause, offline: from anywhere but the ends
 *
 * `cancel` leads from anywhere but `completed` to `cancelled`.
 */
export type UploadState =
  | { readonly status: 'queued'; readonly tries: number }
  | { readonly status: 'uploading'; readonly tries: number }
  /** Every byte was sent; the server has not said that it has them. */
  | { readonly status: 'processing'; readonly tries: number }
  /** Until the next try. */
  | { readonly status: 'waiting'; readonly tries: number }
  | { readonly status: 'paused'; readonly by: 'user' | 'offline' }
  | { readonly status: 'completed' }
  | { readonly status: 'error'; readonly code: UploadErrorCode }
  | { readonly status: 'cancelled' }

export type UploadEvent =
  | { readonly event: 'slot' | 'moved' | 'sent' | 'done' | 'wake' }
  | { readonly event: 'pause' | 'resume' | 'offline' | 'online' | 'retry' | 'cancel' }
  | { readonly event: 'failed'; readonly failure: Failure }

export type UploadEffect =
  | { readonly do: 'start' | 'stop' }
  /** Until the try after so many. */
  | { readonly do: 'wait'; readonly tries: number }
  | { readonly do: 'settle' }

export type UploadMove = readonly [state: UploadState, effects: readonly UploadEffect[]]

export const FIRST: UploadState = { status: 'queued', tries: 0 }

/** A server that does not answer so often will not answer soon. */
export const MAX_TRIES = 10

const START: UploadEffect = { do: 'start' }
const STOP: UploadEffect = { do: 'stop' }
const SETTLE: UploadEffect = { do: 'settle' }

/** Does it take one of the places? */
export const isRunning = ({ status }: UploadState): boolean => status === 'uploading' || status === 'processing'

export const isOver = ({ status }: UploadState): boolean =>
  status === 'completed' || status === 'error' || status === 'cancelled'

export function step(state: UploadState, event: UploadEvent): UploadMove {
  const stop = isRunning(state) ? [STOP] : []
  const stay: UploadMove = [state, []]
  switch (event.event) {
    case 'slot':
      return state.status === 'queued' ? [{ status: 'uploading', tries: state.tries }, [START]] : stay
    case 'moved':
      // New bytes came through: what failed before is forgotten.
      return isRunning(state) ? [{ status: 'uploading', tries: 0 }, []] : stay
    case 'sent':
      return state.status === 'uploading' ? [{ status: 'processing', tries: state.tries }, []] : stay
    case 'done':
      return isRunning(state) ? [{ status: 'completed' }, [SETTLE]] : stay
    case 'failed':
      return isRunning(state) ? afterFailure(triesOf(state) + 1, event.failure) : stay
    case 'wake':
      return state.status === 'waiting' ? [{ status: 'queued', tries: state.tries }, []] : stay
    case 'pause':
      return isOver(state) ? stay : [{ status: 'paused', by: 'user' }, stop]
    case 'offline':
      return isRunning(state) || state.status === 'waiting' ? [{ status: 'paused', by: 'offline' }, stop] : stay
    case 'resume':
      return state.status === 'paused' || state.status === 'waiting' ? [FIRST, []] : stay
    case 'online':
      return (state.status === 'paused' && state.by === 'offline') || state.status === 'waiting' ? [FIRST, []] : stay
    case 'retry':
      return state.status === 'error' ? [FIRST, []] : stay
    case 'cancel':
      return state.status === 'completed' || state.status === 'cancelled'
        ? stay
        : [{ status: 'cancelled' }, state.status === 'error' ? [] : [...stop, SETTLE]]
    default:
      return event satisfies never
  }
}

const afterFailure = (tries: number, { code, final }: Failure): UploadMove =>
  final || tries >= MAX_TRIES
    ? [{ status: 'error', code }, [SETTLE]]
    : [{ status: 'waiting', tries }, [{ do: 'wait', tries }]]

const triesOf = (state: UploadState): number => ('tries' in state ? state.tries : 0)
