'use client'

import { hueOf, initialsOf } from './initials.js'
import type { Viewer } from './viewer.js'

/** Initials on a colour of their own. Who it is is said beside it. */
export function Avatar({ userId, username }: Pick<Viewer, 'userId' | 'username'>) {
  return (
    <span className="pl-avatar" data-hue={hueOf(userId)} aria-hidden="true">
      {initialsOf(username)}
    </span>
  )
}
