'use client'

import { forwardRef, useRef, useState, type ChangeEvent, type ComponentPropsWithoutRef, type DragEvent } from 'react'
import { slot, type SlotProps } from '../shell/slot.js'
import { useI18n } from '../shell/useI18n.js'
import { uploadLabels, type UploadLabels } from './uploadLabels.js'
import { useUploadProgress } from '../../hooks/useUploadProgress.js'
import type { UploadHandle } from '../../live/uploads/uploader.js'

export interface UploadDropZoneProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** As of an input for files, e.g. `video/*`. */
  readonly accept?: string
  /** Default `true`. */
  readonly multiple?: boolean
  readonly disabled?: boolean
  /** In addition to what is done anyway: each file is on its way by then. */
  readonly onUpload?: (handle: UploadHandle, file: File) => void
  readonly locale?: string
  readonly labels?: Partial<UploadLabels>
  readonly slotProps?: SlotProps<'button'>
}

/** A button to choose files, with room around it to drop them. */
export const UploadDropZone = forwardRef<HTMLDivElement, UploadDropZoneProps>(function UploadDropZone(
  { accept, multiple = true, disabled = false, onUpload, locale, labels: own, slotProps, className, ...rest },
  ref,
) {
  const { labels } = useI18n('uploads', uploadLabels, { locale, labels: own })
  const { upload } = useUploadProgress()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const take = (files: Iterable<File>) => {
    const all = [...files]
    for (const file of multiple ? all : all.slice(0, 1)) {
      const handle = upload(file)
      onUpload?.(handle, file)
    }
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
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className="pl-either" data-shown={isOver ? 'second' : 'first'}>
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
    </div>
  )
})
