import type { DraftLabels } from './draftLabels.js'
import type { DraftView } from './draftView.js'
import type { Quantity } from '../shell/plural.js'

/** Whose the other side of a conflict is. */
export type OtherSide =
  | { readonly is: 'other'; readonly name: string }
  /** This page's user, in another place. */
  | { readonly is: 'self' }
  /** Typed on this device, and never saved. */
  | { readonly is: 'device' }

/** @param userId of this page's user, as far as it is known */
export function otherSideOf(
  { isTheirsOurs, theirsBy }: DraftView,
  userId: number | null,
  labels: DraftLabels,
): OtherSide {
  if (isTheirsOurs) return { is: 'device' }
  if (theirsBy && theirsBy.userId === userId) return { is: 'self' }
  return { is: 'other', name: theirsBy?.username ?? labels.somebody }
}

/** What it is called beside "Mine". */
export const titleOf = (side: OtherSide, labels: DraftLabels): string =>
  side.is === 'other' ? labels.theirs(side.name) : labels.other

export function changeOf(side: OtherSide, fields: Quantity, age: string, labels: DraftLabels): string {
  switch (side.is) {
    case 'other':
      return labels.changed(side.name, fields, age)
    case 'self':
      return labels.changedElsewhere(fields, age)
    case 'device':
      return labels.changedHere(fields)
    default:
      return side satisfies never
  }
}

/** How many fields of the draft the other side changed. */
export function changedFields({ conflicts, review }: DraftView): number {
  const theirs = review.filter(({ by }) => by !== 'mine')
  return new Set([...conflicts, ...theirs].map(({ path: [field] }) => field)).size
}
