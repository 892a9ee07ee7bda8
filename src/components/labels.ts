import type { DraftLabels } from './drafts/draftLabels.js'
import type { MetricsLabels } from './metrics/metricsLabels.js'
import type { NotificationLabels } from './notifications/notificationLabels.js'
import type { PresenceLabels } from './presence/presenceLabels.js'
import type { ShellLabels } from './shell/shellLabels.js'
import type { ToastLabels } from './toasts/toastLabels.js'
import type { UploadLabels } from './uploads/uploadLabels.js'
import type { TypingLabels } from './typing/typingLabels.js'
import type { ViewLabels } from './views/viewLabels.js'

/** Every word that is seen or heard, by room. Each room keeps its English beside what says it. */
export interface Labels {
  readonly shell: ShellLabels
  readonly drafts: DraftLabels
  readonly metrics: MetricsLabels
  readonly notifications: NotificationLabels
  readonly presence: PresenceLabels
  readonly toasts: ToastLabels
  readonly uploads: UploadLabels
  readonly typing: TypingLabels
  readonly views: ViewLabels
}

/** As much of them as is to be said differently. */
export type PartialLabels = { readonly [room in keyof Labels]?: Partial<Labels[room]> }
