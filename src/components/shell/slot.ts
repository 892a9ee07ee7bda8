import type { CSSProperties } from 'react'

/** What a host may add to one part of a component. Its handlers and its accessible name remain the component's. */
export interface Slot {
  readonly className?: string
  readonly style?: CSSProperties
  readonly [attribute: `data-${string}`]: string | undefined
}

/** The parts of a component that can be dressed: `slotProps={{ bell: { className: 'nav-item' } }}`. */
export type SlotProps<Part extends string> = { readonly [part in Part]?: Slot }

/** What a part is dressed in, its own class among it. */
export interface Dress extends Slot {
  readonly className: string
}

/** A part's own class and name, with what the host adds. Spread it first. */
export function slot<Part extends string>(part: Part, className: string, given: SlotProps<Part> | undefined): Dress {
  const added = given?.[part]
  return {
    ...added,
    'data-pl-part': part,
    className: added?.className ? `${className} ${added.className}` : className,
  }
}
