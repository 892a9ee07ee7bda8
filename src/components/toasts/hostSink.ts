import type { Toast, ToastControls, ToastSink } from './toast.js'

/** Shows a toast in the host's own way. What it returns takes the toast away again. */
export type ShowToast = (toast: Toast, controls: ToastControls) => void | (() => void)

type Show = (toast: Toast) => ReturnType<ShowToast>

/** The host's toaster: told of each toast once, of one that replaces another of its id, and of each that is to go. */
export interface HostSink extends ToastSink {
  readonly showBy: (show: Show) => void
}

export function createHostSink(): HostSink {
  const shown = new Map<string, { readonly toast: Toast; readonly end: ReturnType<Show> }>()
  let show: Show = () => undefined
  return {
    showBy: (next) => {
      show = next
    },
    add: (toast) => void shown.set(toast.id, { toast, end: show(toast) }),
    dismiss: (id) => {
      const found = shown.get(id)
      if (!found) return
      // First: a toaster that is told to take it away tells us that it did.
      shown.delete(id)
      found.end?.()
      found.toast.onDismiss?.()
    },
  }
}
