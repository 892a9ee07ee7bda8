'use client'

import { forwardRef, useRef, useState, type ChangeEvent, type ComponentPropsWithoutRef, type DragEvent } from 'react'
import { formatList } from '../shell/format.js'
import { slot, type SlotProps } from '../shell/slot.js'
import { useAnnouncer } from '../shell/useAnnouncer.js'
import { useI18n } from '../shell/useI18n.js'
import { isAccepted } from './isAccepted.js'
import { uploadLabels, type UploadLabels } from './uploadLabels.js'
import { useStrayDrops } from './useStrayDrops.js'
import { useUploadProgress } from '../../hooks/useUploadProgress.js'
import type { UploadHandle } from '../../live/uploads/uploader.js'

export interface UploadDropZoneProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** As of an input for files, e.g. `video/*`; what is dropped is held against it, too. */
  readonly accept?: string
  /** Default `true`. */
  readonly multiple?: boolean
  readonly disabled?: boolean
  /** In addition to what is done anyway: each file is on its way by then. */
  readonly onUpload?: (handle: UploadHandle, file: File) => void
  readonly locale?: string
  readonly labels?: Partial<UploadLabels>
  readonly slotProps?: SlotProps<'text' | 'button' | 'refusal'>
}

/** A button to choose files, with room around it to drop them. */
export const UploadDropZone = forwardRef<HTMLDivElement, UploadDropZoneProps>(function UploadDropZone(
  { accept, multiple = true, disabled = false, onUpload, locale, labels: own, slotProps, className, ...rest },
  ref,
) {
  const { labels, locale: spoken } = useI18n('uploads', uploadLabels, { locale, labels: own })
  const { upload } = useUploadProgress()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const { say } = useAnnouncer()
  useStrayDrops()
  const take = (files: Iterable<File>) => {
    const all = [...files]
    const fitting = all.filter((file) => isAccepted(file, accept)).slice(0, multiple ? all.length : 1)
    for (const file of fitting) {
      const handle = upload(file)
      onUpload?.(handle, file)
    }
    const refused = all.filter((file) => !fitting.includes(file)).map(({ name }) => name)
    const text = refused.length > 0 ? labels.refused(formatList(refused, spoken)) : null
    setRefusal(text)
    if (text !== null) say(text, 'assertive')
  }
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    take(event.target.files ?? [])
    event.target.value = '' // the same file once more is a change again
  }
  const over = (event: DragEvent) => {
    if (disabled || !event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const leave = ({ currentTarget, relatedTarget }: DragEvent) => {
    // From one of its parts to another it is not left.
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!disabled) take(event.dataTransfer.files)
  }
  return (
    // Dropping is a short cut; the button does the same for everybody.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      {...rest}
      ref={ref}
      className={className ? `pl-drop ${className}` : 'pl-drop'}
      data-pl-part="root"
      data-over={isOver}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={leave}
      onDrop={drop}
    >
      <span {...slot('text', 'pl-either', slotProps)} data-shown={isOver ? 'second' : 'first'}>
        <span>{labels.drop}</span>
        <span>{labels.dropNow}</span>
      </span>
      <button
        {...slot('button', 'pl-button', slotProps)}
        type="button"
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {labels.chooseFiles}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={labels.chooseFiles}
        accept={accept}
        multiple={multiple}
        onChange={choose}
      />
      {refusal !== null && (
        <p {...slot('refusal', 'pl-drop-refusal', slotProps)}>
          <bdi>{refusal}</bdi>
        </p>
      )}
    </div>
  )
})
