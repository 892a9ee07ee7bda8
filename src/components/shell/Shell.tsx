'use client'

import { forwardRef, useImperativeHandle, useRef, type ComponentPropsWithoutRef, type ReactNode } from 'react'
import { reasonOf } from './reasons.js'
import { Retry } from './Retry.js'
import type { DataView } from './useDataState.js'
import type { Wording } from './useI18n.js'

export interface ShellProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  readonly view: DataView
  readonly wording: Wording
  /** Its name. */
  readonly label: string
  /** What could not be loaded, as a sentence. */
  readonly failure: string
  /** The same, as a Retry button calls it, e.g. "metrics". */
  readonly what: string
  readonly onRetry: () => void
  readonly header?: ReactNode
  readonly footer?: ReactNode
  /** Of the size that it has when all is loaded, whatever is known: nothing moves when it comes. */
  readonly children: ReactNode
}

/**
 * What every component with data of its own stands in: which of the five states it is in, in `data-state` for styles and in
 * words for people. An error lies over the room of what could not be loaded.
 */
export const Shell = forwardRef<HTMLElement, ShellProps>(function Shell(
  { view, wording, label, failure, what, onRetry, header, footer, children, className, ...rest },
  ref,
) {
  const root = useRef<HTMLElement>(null)
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => root.current)
  const { state, fresh, error, isRetrying } = view
  const { shell } = wording
  return (
    <section
      aria-label={label}
      tabIndex={-1} // takes the focus over from Retry
      {...rest}
      ref={root}
      className={className ? `pl-shell ${className}` : 'pl-shell'}
      data-pl-part="root"
      data-state={state}
      data-freshness={fresh.kind}
      aria-busy={state === 'loading'}
    >
      {header && <div className="pl-shell-header">{header}</div>}
      <div className="pl-shell-body">
        <div className="pl-shell-content" data-hidden={state === 'error'}>
          {children}
        </div>
        {state === 'error' && (
          <div className="pl-message">
            <p className="pl-message-text">
              {failure} {reasonOf(error, shell)}
            </p>
            <Retry onRetry={onRetry} isRetrying={isRetrying} what={what} next={root} shell={shell} />
          </div>
        )}
      </div>
      {footer && <div className="pl-shell-footer">{footer}</div>}
    </section>
  )
})
