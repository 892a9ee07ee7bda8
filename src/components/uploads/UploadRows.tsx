'use client'

import { createElement, useMemo, type RefObject } from 'react'
import { slot, type SlotProps } from '../shell/slot.js'
import { MANY, useLongList } from '../shell/useLongList.js'
import { AS_LIST, ListLook } from './RowPlace.js'
import type { UploadPart } from './uploadParts.js'
import { UploadRow } from './UploadRow.js'
import type { UploadList } from './useUploadList.js'
import { useRowFocus } from './useRowFocus.js'
import type { UploadView } from '../../live/uploads/view.js'

export interface UploadRowsProps {
  readonly list: UploadList
  readonly shown: readonly UploadView[]
  /** What scrolls, when there are many. */
  readonly scroller: RefObject<HTMLDivElement | null>
  /** Takes the focus when there is no row left. */
  readonly panel: RefObject<HTMLElement | null>
  readonly slotProps: SlotProps<UploadPart> | undefined
}

/** In px, the lowest that a row can be. */
const LOWEST = 56
const keyOf = ({ key }: UploadView) => key

/** One row for each upload. Of many, only those in sight are in the page. */
export function UploadRows({ list, shown, scroller, panel, slotProps }: UploadRowsProps) {
  const keys = useMemo(() => shown.map(keyOf), [shown])
  const longList = useLongList(shown.length, false)
  const isLong = typeof longList !== 'string'
  const { kept, onLost, onFocus, onBlur } = useRowFocus(keys, panel)
  const { labels } = list.wording
  const look = useMemo(
    () => ({ ...slot('list', 'pl-uploads-list', slotProps), 'aria-label': labels.uploads }),
    [slotProps, labels.uploads],
  )
  const row = (upload: UploadView, index: number) => (
    <UploadRow
      key={upload.key}
      list={list}
      upload={upload}
      index={index}
      of={isLong ? shown.length : null}
      onLost={onLost}
      slotProps={slotProps}
    />
  )
  return (
    // Where the focus is within is noted on its way; nothing here is pressed.
    <div ref={scroller} className="pl-uploads-scroller" data-long={isLong} onFocus={onFocus} onBlur={onBlur}>
      {isLong ? (
        <ListLook.Provider value={look}>
          {createElement(longList<UploadView>, {
            rows: shown,
            keyOf,
            scroller,
            kept,
            isAway: false,
            lowest: LOWEST,
            as: AS_LIST,
            item: row,
          })}
        </ListLook.Provider>
      ) : (
        <ul {...look}>{(longList === 'coming' ? shown.slice(0, MANY) : shown).map(row)}</ul>
      )}
    </div>
  )
}
