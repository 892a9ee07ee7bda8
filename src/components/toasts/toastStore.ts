import { emptyStack, goneBetween, nextAt, step, type Hold, type ToastEvent, type ToastStack } from './toastStack.js'
import type { ToastSink } from './toast.js'
import type { Cancel, Clock } from '../../live/clock.js'

/** The toasts of one provider, and the one timer that they need. */
export interface ToastStore extends ToastSink {
  readonly get: () => ToastStack
  readonly subscribe: (listener: () => void) => Cancel
  readonly dismissAll: () => void
  readonly hold: (hold: Hold, on: boolean) => void
  readonly exited: (key: number) => void
  readonly resize: (max: number) => void
  readonly dispose: () => void
}

export function createToastStore(clock: Pick<Clock, 'now' | 'after'>, max: number): ToastStore {
  const listeners = new Set<() => void>()
  let stack = emptyStack(max, clock.now())
  let cancel: Cancel | null = null

  const tell = (event: ToastEvent) => {
    const before = stack
    stack = step(before, event, clock.now())
    cancel?.()
    const at = nextAt(stack)
    cancel = at === null ? null : clock.after(at - clock.now(), () => tell({ type: 'time' }))
    for (const listener of listeners) listener()
    for (const { onDismiss } of goneBetween(before, stack)) onDismiss?.()
  }

  return {
    get: () => stack,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    add: (toast) => tell({ type: 'add', toast }),
    dismiss: (id) => tell({ type: 'dismiss', id }),
    dismissAll: () => tell({ type: 'dismissAll' }),
    hold: (hold, on) => tell({ type: 'hold', hold, on }),
    exited: (key) => tell({ type: 'exited', key }),
    resize: (next) => {
      if (next !== stack.max) tell({ type: 'resize', max: next })
    },
    dispose: () => {
      cancel?.()
      cancel = null
    },
  }
}
