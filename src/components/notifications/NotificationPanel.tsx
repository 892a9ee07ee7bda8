'use client'

import { quantity } from '../shell/format.js'
import { FreshnessStatus } from '../shell/FreshnessStatus.js'
import { slot } from '../shell/slot.js'
import { FilterChoice } from './FilterChoice.js'
import { NotificationFeed, type NotificationFeedProps } from './NotificationFeed.js'
import { QuietButton } from '../shell/QuietButton.js'
import { UndoLine } from './UndoLine.js'

export type NotificationPanelProps = NotificationFeedProps

/** A dialog that leaves the page usable. */
export function NotificationPanel({ view, look, longList }: NotificationPanelProps) {
  const { unreadCount, notifications, labels, wording, heading, newCount, undo } = view
  const { slotProps } = look
  return (
    <div {...slot('panel', 'pl-panel', slotProps)} {...view.getPanelProps()}>
      <div {...slot('header', 'pl-panel-header', slotProps)}>
        <div className="pl-panel-row">
          <h2 {...view.getHeadingProps()} className="pl-panel-title">
            {labels.notifications}
          </h2>
          <FreshnessStatus fresh={view.fresh} wording={wording} />
        </div>
        {view.hasData && (
          <div className="pl-panel-row">
            <FilterChoice view={view} slotProps={slotProps} />
            <div className="pl-panel-tools">
              {unreadCount > 0 && (
                <QuietButton next={heading} busy={view.isMarkingAll} onPress={view.markAllAsRead}>
                  {labels.markAllAsRead}
                </QuietButton>
              )}
              {notifications.length > 0 && (
                <QuietButton next={view.undoButton} orElse={heading} busy={view.isClearing} onPress={view.clearAll}>
                  {labels.clearAll}
                </QuietButton>
              )}
            </div>
          </div>
        )}
      </div>
      <p className="pl-panel-alert">{view.failure}</p>
      {undo.text !== null && <UndoLine view={view} />}
      <div className="pl-panel-view">
        {newCount > 0 && (
          <button type="button" {...slot('pill', 'pl-pill', slotProps)} onClick={view.showNew}>
            <bdi>{labels.newOnes(quantity(newCount, wording.locale))}</bdi>
          </button>
        )}
        <div {...view.getScrollerProps()} className="pl-panel-body">
          <NotificationFeed view={view} look={look} longList={longList} />
        </div>
      </div>
      {look.footer && <div {...slot('footer', 'pl-panel-footer', slotProps)}>{look.footer}</div>}
    </div>
  )
}
