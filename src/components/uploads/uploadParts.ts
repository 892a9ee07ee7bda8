/** What of a list of uploads a host can dress, beside its root. */
export type UploadPart =
  | 'list'
  | 'row'
  | 'icon'
  | 'name'
  | 'progress'
  | 'standing'
  | 'choose'
  | 'pause'
  | 'resume'
  | 'retry'
  | 'cancel'
  | 'dismiss'
  /** Is it meant? With its two answers. */
  | 'question'
  | 'keep'
  | 'confirm'
  /** How it stands with all of them, in words and as a bar. */
  | 'summary'
  | 'total'
  | 'retryFailed'
  | 'cancelAll'
  | 'collapse'
  /** Shows what is done, and hides it. */
  | 'more'
  | 'failure'
  | 'none'
  | 'status'

/** The same of a badge, which opens one. */
export type UploadBadgePart = UploadPart | 'button' | 'ring' | 'count' | 'popup'
