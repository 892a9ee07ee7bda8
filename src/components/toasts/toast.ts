import type { Notification } from '../../protocol/streams/notifications.js'

export type Level = Notification['level']

export interface ToastAction {
  readonly label: string
  readonly style?: 'primary' | 'secondary'
  /** Where it leads: http(s), or a path of this site. */
  readonly url?: string | undefined
  readonly onPress?: () => void
}

/** What a toast says and offers. */
export interface ToastContent {
  /** One of the same `id` is replaced by it. Default: a new one. */
  readonly id?: string
  /** Default `info`. An error stays until it is dismissed. */
  readonly level?: Level
  readonly title: string
  readonly message?: string
  /** Where its title leads: http(s), or a path of this site. */
  readonly link?: string | undefined
  /** With any, it stays until one is pressed or it is dismissed. */
  readonly actions?: readonly ToastAction[]
  /** Its link was followed. */
  readonly onOpen?: () => void
  /** It goes, for whatever reason. Told once; not of one that is replaced. */
  readonly onDismiss?: () => void
}

export interface Toast extends ToastContent {
  readonly id: string
  readonly level: Level
  readonly message: string
  readonly actions: readonly ToastAction[]
}

export interface ToastControls {
  /** Follows its link. */
  readonly open: () => void
  /** Presses the action of that place in `toast.actions`. */
  readonly act: (index: number) => void
  readonly dismiss: () => void
}

/** Where toasts go: to our own region, or to the host's toaster. */
export interface ToastSink {
  readonly add: (toast: Toast) => void
  readonly dismiss: (id: string) => void
}
