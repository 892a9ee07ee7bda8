import type { Toast, ToastControls, ToastSink } from './toast.js'
import { safeLink } from '../notifications/safeLink.js'
import { systemClock } from '../../live/clock.js'

/** What of a press decides who follows a link. */
export interface Press {
  readonly button: number
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly preventDefault: () => void
}

/** For our own links, which the browser follows by itself. */
export interface PressControls extends ToastControls {
  readonly open: (press?: Press) => void
  readonly act: (index: number, press?: Press) => void
}

export type Navigate = ((url: string) => void) | undefined

/** To this site's own pages by the host's router; to another site, or into a new tab, the browser goes by itself. */
function follow(link: string | undefined, onNavigate: Navigate, press: Press | undefined): void {
  const url = safeLink(link)
  if (url === null) return
  const isPlain = !press || !(press.button || press.ctrlKey || press.metaKey || press.shiftKey || press.altKey)
  if (onNavigate && isPlain && new URL(url).origin === location.origin) {
    press?.preventDefault()
    onNavigate(url)
  } else if (!press) location.assign(url)
}

export function controlsOf(toast: Toast, sink: ToastSink, onNavigate: Navigate): PressControls {
  const dismiss = () => sink.dismiss(toast.id)
  /** Not at once: a link that is gone by then is not followed. */
  const end = () => void systemClock.after(0, dismiss)
  return {
    open: (press) => {
      toast.onOpen?.()
      follow(toast.link, onNavigate, press)
      end()
    },
    act: (index, press) => {
      const action = toast.actions[index]
      action?.onPress?.()
      follow(action?.url, onNavigate, press)
      end()
    },
    dismiss,
  }
}
