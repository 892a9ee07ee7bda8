/** `pitchey-live`: the public API, and nothing else. */
export { I18nProvider } from './components/I18nProvider.js'
export type { I18nProviderProps } from './components/I18nProvider.js'
export type { Labels, PartialLabels } from './components/labels.js'
export { DraftConflictBanner } from './components/drafts/DraftConflictBanner.js'
export type { DraftConflictBannerProps } from './components/drafts/DraftConflictBanner.js'
export { DraftConflictDialog } from './components/drafts/DraftConflictDialog.js'
export type { DraftConflictDialogProps } from './components/drafts/DraftConflictDialog.js'
export { DraftStatus } from './components/drafts/DraftStatus.js'
export type { DraftStatusProps } from './components/drafts/DraftStatus.js'
export type { FieldLabels } from './components/drafts/fieldLabels.js'
export { useConflictBanner } from './components/drafts/useConflictBanner.js'
export type { ConflictBannerOptions, ConflictBannerView } from './components/drafts/useConflictBanner.js'
export { useConflictChoices } from './components/drafts/useConflictChoices.js'
export type { ConflictChoices, ConflictChoicesOptions, ConflictItem } from './components/drafts/useConflictChoices.js'
export { useDraftStatus } from './components/drafts/useDraftStatus.js'
export type { DraftStatusOptions, DraftStatusView } from './components/drafts/useDraftStatus.js'
export { default as LiveMetrics } from './components/LiveMetrics.js'
export type { LiveMetricsProps } from './components/LiveMetrics.js'
export { useMetricTiles } from './components/metrics/useMetricTiles.js'
export type { MetricTilesOptions } from './components/metrics/useMetricTiles.js'
export type { MetricName } from './components/metrics/metricNames.js'
export type { MetricTile } from './components/metrics/metricTile.js'
export { default as LiveViewCounter, LiveViewBadge, ViewAnalytics, ViewerList } from './components/LiveViewCounter.js'
export type {
  LiveViewBadgeProps,
  LiveViewCounterProps,
  ViewAnalyticsProps,
  ViewerListProps,
} from './components/LiveViewCounter.js'
export { useViewAnalytics } from './components/views/useViewAnalytics.js'
export type { ViewAnalyticsOptions } from './components/views/useViewAnalytics.js'
export { useViewBadge } from './components/views/useViewBadge.js'
export { useViewCounter } from './components/views/useViewCounter.js'
export type { ViewCounterOptions } from './components/views/useViewCounter.js'
export { useViewerList } from './components/views/useViewerList.js'
export type { Viewer } from './components/views/viewer.js'
export { default as NotificationDropdown } from './components/NotificationDropdown.js'
export type { NotificationDropdownProps } from './components/NotificationDropdown.js'
export {
  default as PresenceIndicator,
  OnlineUsersList,
  PresenceStatusSelector,
} from './components/PresenceIndicator.js'
export type {
  OnlineUsersListProps,
  PresenceIndicatorProps,
  PresenceStatusSelectorProps,
} from './components/PresenceIndicator.js'
export {
  default as TypingIndicator,
  TypingInput,
  TypingTextArea,
  useTypingField,
} from './components/TypingIndicator.js'
export type {
  TypingField,
  TypingFieldOptions,
  TypingIndicatorProps,
  TypingInputProps,
  TypingTextAreaProps,
} from './components/TypingIndicator.js'
export type { RenderNotification } from './components/notifications/notificationLook.js'
export type { NotificationPieces } from './components/notifications/piecesOf.js'
export { useNotificationDropdown } from './components/notifications/useNotificationDropdown.js'
export type { NotificationDropdownView } from './components/notifications/useNotificationDropdown.js'
export { plural } from './components/shell/plural.js'
export type { Forms, Quantity } from './components/shell/plural.js'
export type { Slot, SlotProps } from './components/shell/slot.js'
export { UploadProgressBadge, UploadProgressList } from './components/UploadProgress.js'
export type { UploadProgressBadgeProps, UploadProgressListProps } from './components/UploadProgress.js'
export { UploadDropZone } from './components/uploads/UploadDropZone.js'
export type { UploadDropZoneProps } from './components/uploads/UploadDropZone.js'
export { useUploadList } from './components/uploads/useUploadList.js'
export type { UploadList, UploadListOptions } from './components/uploads/useUploadList.js'
export { default as ToastProvider } from './components/ToastProvider.js'
export type { ToastProviderProps } from './components/ToastProvider.js'
export type { ShowToast } from './components/toasts/hostSink.js'
export type { Toast, ToastAction, ToastContent, ToastControls } from './components/toasts/toast.js'
export type { ToastLabels } from './components/toasts/toastLabels.js'
export type { ToastPlacement } from './components/toasts/ToastRegion.js'
export { useBrowserNotifications } from './components/toasts/useBrowserNotifications.js'
export type { BrowserNotificationsView } from './components/toasts/useBrowserNotifications.js'
export { useToast } from './components/toasts/useToast.js'
export type { ToastView } from './components/toasts/useToast.js'
export { configure, createPitchey } from './contexts/pitchey.js'
export type { Configuration, PitcheyCommands, PitcheyLive, Remembering } from './contexts/pitchey.js'
export type { LogLevel } from './contexts/consoleLog.js'
export type { DebugHandle } from './contexts/debugHandle.js'
export { WebSocketProvider } from './contexts/WebSocketContext.js'
export type { WebSocketProviderProps } from './contexts/WebSocketContext.js'
export { pitchAnalytics } from './hooks/pitchAnalytics.js'
export type { PitchAnalyticsOptions } from './hooks/pitchAnalytics.js'
export type { Presence } from './hooks/presenceIn.js'
export {
  dashboardMetrics,
  draft,
  editors,
  notificationPages,
  notifications,
  pitchViews,
  presence,
  typing,
  uploads,
  watchers,
} from './hooks/queries.js'
export type { TypingUser } from './hooks/typing/typists.js'
export { useDashboardMetrics } from './hooks/useDashboardMetrics.js'
export { useDraftCollaborators } from './hooks/useDraftCollaborators.js'
export { useDraftHistory } from './hooks/useDraftHistory.js'
export type { DraftHistoryTarget } from './hooks/useDraftHistory.js'
export type { DraftAsSaved, DraftRevision } from './protocol/draftHistory.js'
export { useDraftSync } from './hooks/useDraftSync.js'
export type { DraftSync, DraftSyncOptions, FormContent, OtherEditor, SavedDraft } from './hooks/useDraftSync.js'
export { useLiveMutation } from './hooks/useLiveMutation.js'
export type { LiveMutation } from './hooks/useLiveMutation.js'
export { useNotifications } from './hooks/useNotifications.js'
export { usePitchAnalytics } from './hooks/usePitchAnalytics.js'
export { usePitchViews } from './hooks/usePitchViews.js'
export { useUploadProgress } from './hooks/useUploadProgress.js'
export type { UploadProgressOptions } from './hooks/useUploadProgress.js'
export { usePresence } from './hooks/usePresence.js'
export type { MyPresence } from './hooks/usePresence.js'
export { useTyping } from './hooks/useTyping.js'
export { useWatching } from './hooks/useWatching.js'
export { useWebSocket } from './hooks/useWebSocket.js'
export type { PitcheyMessage } from './hooks/useWebSocket.js'
export { CommandError, liveQuery, OutboxFullError, SignedOutError, SnapshotError } from './live/index.js'
export type { ConnectionStatus, Fault, FaultCode, LiveEvent } from './live/index.js'
export { UploadError } from './live/uploads/failure.js'
export type { UploadErrorCode } from './live/uploads/failure.js'
export type { UploadFileOptions, UploadHandle } from './live/uploads/uploader.js'
export type { UploadView } from './live/uploads/view.js'
export type { Sent, SessionRequest, SharedStore, Step } from './live/index.js'
export type { Person, PresenceStatus } from './protocol/streams/presence.js'
export type { Notification } from './protocol/streams/notifications.js'
/** What `liveQuery` and `useLiveMutation` work on: `useLiveMutation(streams.pitch, 'pitch_view')`. */
export * as streams from './protocol/streams/index.js'
