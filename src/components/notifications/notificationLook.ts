import type { ReactNode } from 'react'
import type { SlotProps } from '../shell/slot.js'
import type { NotificationPieces } from './piecesOf.js'
import type { Notification } from '../../protocol/streams/notifications.js'

export type RenderNotification = (notification: Notification, pieces: NotificationPieces) => ReactNode

/** The parts of the dropdown that a host can dress. */
export type NotificationPart =
  | 'bell'
  | 'badge'
  | 'panel'
  | 'header'
  | 'filter'
  | 'pill'
  | 'feed'
  | 'notification'
  | 'day'
  | 'icon'
  | 'toggle'
  | 'footer'

/** How a host has the notifications look, and what it does when they are acted upon. */
export interface NotificationLook {
  readonly slotProps: SlotProps<NotificationPart> | undefined
  readonly renderItem: RenderNotification | undefined
  readonly renderers: Readonly<Record<string, RenderNotification>> | undefined
  readonly renderIcon: ((notification: Notification) => ReactNode) | undefined
  readonly footer: ReactNode
  readonly onNavigate: ((url: string) => void) | undefined
  readonly onAction: ((event: string, notification: Notification) => void) | undefined
}
