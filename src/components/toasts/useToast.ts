'use client'

import { createContext, useContext } from 'react'
import type { ToastContent } from './toast.js'

export interface ToastView {
  /** Shows it, in place of one of the same `id`, and announces it. Returns its id. */
  readonly toast: (content: ToastContent) => string
  readonly dismiss: (id: string) => void
}

export const ToastContext = createContext<ToastView | null>(null)

/** For the application's own messages. */
export function useToast(): ToastView {
  const view = useContext(ToastContext)
  if (!view) throw new Error('pitchey-live: render this below a <ToastProvider>')
  return view
}
