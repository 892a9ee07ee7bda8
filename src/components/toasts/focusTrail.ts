/** Where the focus was before it came to the toasts, and where it goes when they are gone. */
export interface FocusTrail {
  readonly came: (from: EventTarget) => void
  /** The focus went elsewhere by itself. */
  readonly leave: () => void
  readonly goBack: () => void
}

export function createFocusTrail(): FocusTrail {
  let origin: HTMLElement | null = null
  return {
    came: (from) => {
      origin = from instanceof HTMLElement && from !== document.body ? from : null
    },
    leave: () => {
      origin = null
    },
    goBack: () => {
      const before = document.activeElement
      const back = origin
      origin = null
      back?.focus({ preventScroll: true })
      if (!(before instanceof HTMLElement) || document.activeElement !== before) return
      // It came from nowhere, or from what is gone or cannot take it any more.
      if (back) focusContent()
      else before.blur()
    },
  }
}

/** The page's main content, which need not be focusable by itself. */
function focusContent(): void {
  const content = document.querySelector<HTMLElement>('main, [role=main], h1') ?? document.body
  if (!content.hasAttribute('tabindex')) {
    content.tabIndex = -1
    content.addEventListener('blur', () => content.removeAttribute('tabindex'), { once: true })
  }
  content.focus({ preventScroll: true })
}
