'use client'

import { forwardRef, type ComponentPropsWithoutRef } from 'react'
import { ConflictDialogBody } from './ConflictDialogBody.js'
import type { DraftLabels } from './draftLabels.js'
import type { DraftView } from './draftView.js'
import type { FieldLabels } from './fieldLabels.js'
import { useConflictChoices } from './useConflictChoices.js'
import type { SlotProps } from '../shell/slot.js'

/** Parts of the dialog that can be dressed. */
export type DraftDialogPart = 'dialog' | 'header' | 'fields' | 'detail' | 'footer'

export interface DraftConflictDialogProps extends Omit<
  ComponentPropsWithoutRef<'dialog'>,
  'children' | 'open' | 'onClose'
> {
  /** What `useDraftSync` returns. */
  readonly draft: DraftView
  readonly open: boolean
  /** It is to be closed: everything was applied, or is decided later. What was chosen is kept for the next time. */
  readonly onClose: () => void
  readonly onApplied?: () => void
  /** What the fields are called, e.g. `{ logline: 'Logline' }`; default: their names in the content, made readable. */
  readonly fieldLabels?: FieldLabels
  /** e.g. `de-CH`; default: the `I18nProvider`'s. */
  readonly locale?: string
  readonly labels?: Partial<DraftLabels>
  readonly slotProps?: SlotProps<DraftDialogPart>
}

/** Decides the conflicts of a draft, field by field. Leave it mounted while it is closed: it remembers what was chosen. */
export const DraftConflictDialog = forwardRef<HTMLDialogElement, DraftConflictDialogProps>(function DraftConflictDialog(
  { open, labels, locale, ...props },
  ref,
) {
  const choices = useConflictChoices(props.draft, { fieldLabels: props.fieldLabels, locale, labels })
  return open ? <ConflictDialogBody {...props} ref={ref} choices={choices} /> : null
})
