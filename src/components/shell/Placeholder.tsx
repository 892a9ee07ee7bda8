'use client'

import type { ShellLabels } from './shellLabels.js'

/** In the place of a number that is not known, or not yet. */
export function Placeholder({ isLoading, shell }: { readonly isLoading: boolean; readonly shell: ShellLabels }) {
  return (
    <>
      <span className="pl-skeleton" data-still={!isLoading} aria-hidden="true" />
      <span className="pl-sr-only">{isLoading ? shell.loading : shell.unknown}</span>
    </>
  )
}
