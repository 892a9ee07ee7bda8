import type { Entry } from '../entry.js'
import { draftConflictBanner } from './draftConflictBanner.js'
import { draftConflictDialog } from './draftConflictDialog.js'
import { draftStatus } from './draftStatus.js'
import { liveMetrics } from './liveMetrics.js'
import { liveViewBadge } from './liveViewBadge.js'
import { liveViewCounter } from './liveViewCounter.js'
import { notificationDropdown } from './notificationDropdown.js'
import { onlineUsersList } from './onlineUsersList.js'
import { presenceIndicator } from './presenceIndicator.js'
import { presenceStatusSelector } from './presenceStatusSelector.js'
import { toastProvider } from './toastProvider.js'
import { typingIndicator } from './typingIndicator.js'
import { typingInput } from './typingInput.js'
import { typingTextArea } from './typingTextArea.js'
import { viewAnalytics } from './viewAnalytics.js'
import { viewerList } from './viewerList.js'
import { uploadDropZone } from './uploadDropZone.js'
import { uploadProgressBadge } from './uploadProgressBadge.js'
import { uploadProgressList } from './uploadProgressList.js'

/** The table: every component of the gallery, by the name of its file, in the order in which they are shown. */
export const entries: Readonly<Record<string, Entry>> = {
  notificationDropdown,
  toastProvider,
  liveMetrics,
  liveViewCounter,
  liveViewBadge,
  presenceIndicator,
  onlineUsersList,
  presenceStatusSelector,
  typingIndicator,
  typingInput,
  typingTextArea,
  viewerList,
  viewAnalytics,
  uploadProgressList,
  uploadProgressBadge,
  uploadDropZone,
  draftStatus,
  draftConflictBanner,
  draftConflictDialog,
}
