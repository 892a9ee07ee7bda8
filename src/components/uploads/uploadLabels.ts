import { plural, type Quantity } from '../shell/plural.js'
import type { UploadErrorCode } from '../../live/uploads/failure.js'

/** What the list of uploads, its badge and the drop zone say. */
export interface UploadLabels {
  /** The name of the list. */
  readonly uploads: string
  readonly none: string
  /** e.g. "Your uploads could not be loaded." */
  readonly notLoaded: string
  /** As a Retry button calls them. */
  readonly what: string

  /** How it stands with all of them; only those are given that there are any of. */
  readonly sending: (count: Quantity) => string
  readonly done: (count: Quantity) => string
  readonly failed: (count: Quantity) => string
  /** @param percent e.g. "64%" */
  readonly badge: (count: Quantity, percent: string) => string

  readonly queued: string
  /** How far it is, e.g. "42%, 3.1 MB of 7.4 MB, 12 sec left". Each may be `null`: not known. */
  readonly progress: (now: {
    readonly percent: string | null
    readonly uploaded: string
    readonly total: string | null
    readonly left: string | null
  }) => string
  readonly stalled: string
  readonly paused: string
  readonly offline: string
  readonly needsFile: string
  readonly processing: string
  readonly completed: (size: string) => string
  readonly cancelled: string
  /** Why one failed, each a sentence. */
  readonly errors: { readonly [code in UploadErrorCode]: string }
  /** Another file was chosen than the one that was begun. */
  readonly otherFile: string

  /** What is written on buttons, and what each is called for those who hear it alone. @param name the file */
  readonly cancel: string
  readonly cancelFile: (name: string) => string
  readonly pause: string
  readonly pauseFile: (name: string) => string
  readonly resume: string
  readonly resumeFile: (name: string) => string
  readonly retry: string
  readonly retryFile: (name: string) => string
  readonly dismiss: string
  readonly dismissFile: (name: string) => string
  readonly choose: string
  readonly chooseFile: (name: string) => string
  /** Asked before an upload of which more than half is there is cancelled. @param percent e.g. "64%" */
  readonly askCancel: (name: string, percent: string) => string
  /** The answer that changes nothing, and the other. */
  readonly keep: string
  readonly keepFile: (name: string) => string
  readonly confirmCancel: string
  readonly confirmCancelFile: (name: string) => string
  readonly cancelAll: string
  /** Asked before several are cancelled, of one of which more than half is there. */
  readonly askCancelAll: (count: Quantity) => string
  readonly keepAll: string
  readonly retryFailed: string
  readonly showDone: (count: Quantity) => string
  readonly hideDone: string
  readonly expand: string
  readonly collapse: string
  /** Completes `couldNot`. */
  readonly toCancel: (name: string) => string

  readonly announceStarted: (name: string) => string
  readonly announceManyStarted: (count: Quantity) => string
  /** @param reason a sentence */
  readonly announceFailed: (name: string, reason: string) => string
  readonly announceManyFailed: (count: Quantity) => string
  /** @param percent e.g. "50%" */
  readonly announceProgress: (percent: string) => string
  readonly announceComplete: string
  /** Some failed. */
  readonly announceEnded: (done: Quantity, failed: Quantity) => string

  readonly drop: string
  readonly chooseFiles: string
  readonly dropNow: string
  /** Which files are not taken: of another type than is asked for, or more than one. @param names a list */
  readonly refused: (names: string) => string
}

const say = plural('en')

export const uploadLabels: UploadLabels = {
  uploads: 'Uploads',
  none: 'No uploads',
  notLoaded: 'Your uploads could not be loaded.',
  what: 'uploads',

  sending: (count) => `${count.text} uploading`,
  done: (count) => `${count.text} done`,
  failed: (count) => `${count.text} failed`,
  badge: (count, percent) => `${say(count, { one: '# upload', other: '# uploads' })}, ${percent}`,

  queued: 'Waiting',
  progress: ({ percent, uploaded, total, left }) =>
    [percent, total === null ? uploaded : `${uploaded} of ${total}`, left && `${left} left`].filter(Boolean).join(', '),
  stalled: 'Trying again…',
  paused: 'Paused',
  offline: 'Waiting for the network',
  needsFile: 'Paused: choose the file again',
  processing: 'Finishing…',
  completed: (size) => `Done, ${size}`,
  cancelled: 'Cancelled',
  errors: {
    too_large: 'The file is too large.',
    quota: 'There is not enough room for it.',
    too_many: 'Too many uploads are unfinished.',
    type_refused: 'Files of this type are not taken.',
    gone: 'It is not there any more.',
    unreadable: 'The file was changed or moved, and cannot be read.',
    unauthorized: 'You need to sign in again.',
    unreachable: 'The server cannot be reached.',
    storage: 'The server could not store it.',
    expired: 'It was not finished in time.',
    failed: 'Something went wrong.',
  },
  otherFile: 'That is another file than the one that was begun.',

  cancel: 'Cancel',
  cancelFile: (name) => `Cancel ${name}`,
  pause: 'Pause',
  pauseFile: (name) => `Pause ${name}`,
  resume: 'Resume',
  resumeFile: (name) => `Resume ${name}`,
  retry: 'Retry',
  retryFile: (name) => `Retry ${name}`,
  dismiss: 'Dismiss',
  dismissFile: (name) => `Dismiss ${name}`,
  choose: 'Choose file',
  chooseFile: (name) => `Choose file ${name} again`,
  askCancel: (name, percent) => `Cancel ${name}? ${percent} of it is there already.`,
  keep: 'Keep',
  keepFile: (name) => `Keep ${name}`,
  confirmCancel: 'Cancel upload',
  confirmCancelFile: (name) => `Cancel upload of ${name}`,
  cancelAll: 'Cancel all uploads',
  askCancelAll: (count) => `Cancel all ${count.text} uploads? Some are more than half done.`,
  keepAll: 'Keep all uploads',
  retryFailed: 'Retry failed',
  showDone: (count) => `Show ${count.text} done`,
  hideDone: 'Hide done',
  expand: 'Show uploads',
  collapse: 'Hide uploads',
  toCancel: (name) => `cancel ${name}`,

  announceStarted: (name) => `Upload started: ${name}`,
  announceManyStarted: (count) => `${count.text} uploads started`,
  announceFailed: (name, reason) => `Upload failed: ${name}. ${reason}`,
  announceManyFailed: (count) => `${count.text} uploads failed`,
  announceProgress: (percent) => `Uploads ${percent} complete`,
  announceComplete: 'All uploads complete',
  announceEnded: (done, failed) => `Uploads ended: ${done.text} done, ${failed.text} failed`,

  drop: 'Drop files here, or',
  chooseFiles: 'Choose files',
  dropNow: 'Drop to upload',
  refused: (names) => `Not taken here: ${names}`,
}
