import { plural, type Quantity } from '../shell/plural.js'

/** What a draft's status, its banner and the dialog for conflicts say. */
export interface DraftLabels {
  readonly saving: string
  /** @param time e.g. "12:04" or "2 minutes ago" */
  readonly saved: (time: string) => string
  readonly savedBy: (name: string, time: string) => string
  readonly unsaved: string
  readonly offlineKept: string
  /** It is nowhere but on this page. */
  readonly offlineNotKept: string
  readonly inConflict: string
  readonly notSaved: string
  readonly notAllowed: string
  /** The host's own check, or the server's, does not let it pass. */
  readonly notValid: string
  readonly tooLarge: string
  /** What the server has is no draft that could be shown, and is not saved over. */
  readonly notReadable: string
  readonly retry: string
  /** The same button, for those who hear it alone. */
  readonly retrySaving: string
  readonly alsoEditing: (names: string, count: Quantity) => string
  /** Among the names of those who edit it. */
  readonly others: (count: Quantity) => string

  /** The name of the banner. */
  readonly conflict: string
  /** @param age e.g. "2 minutes ago" */
  readonly changed: (name: string, fields: Quantity, age: string) => string
  /** By this page's user, in another place. */
  readonly changedElsewhere: (fields: Quantity, age: string) => string
  /** Typed on this device and never saved. */
  readonly changedHere: (fields: Quantity) => string
  /** In place of a name that nobody knows. */
  readonly somebody: string
  readonly needsChoice: (count: Quantity) => string
  readonly review: string
  readonly keepMine: string
  readonly takeTheirs: (name: string) => string
  readonly takeOther: string
  readonly keptMine: string
  readonly tookTheirs: (name: string) => string
  readonly tookOther: string
  readonly decidedAll: string
  readonly undo: string
  readonly copyTheirs: (name: string) => string
  readonly copyOther: string
  readonly copyMine: string
  readonly copied: string
  readonly notCopied: string

  /** The name of the dialog. */
  readonly decide: string
  /** e.g. "1 of 3 to decide" */
  readonly leftOf: (left: Quantity, all: Quantity) => string
  readonly allDecided: string
  readonly nothingLeft: string
  readonly savedAgain: (name: string) => string
  readonly savedAgainElsewhere: string
  readonly fields: string
  readonly conflicts: string
  readonly merged: string
  readonly result: string
  /** A field is not in conflict, and whose change it has. */
  readonly byMe: string
  readonly byBoth: string
  readonly toDecide: string
  readonly whole: string
  /** One element of a list. @param id by which the list knows it */
  readonly element: (id: string) => string
  /** One of several places in the same text. */
  readonly place: (field: string, place: Quantity) => string

  readonly bothChanged: string
  readonly bothChangedWords: string
  readonly bothOrdered: string
  readonly originUnknown: string
  readonly removedHere: string
  readonly removedThere: string
  readonly mine: string
  readonly theirs: (name: string) => string
  readonly other: string
  readonly both: string
  readonly edit: string
  readonly edited: string
  readonly yourText: (field: string) => string
  readonly onePerLine: string
  readonly asJson: string
  readonly notANumber: (field: string) => string
  readonly notJson: (field: string, line: Quantity | null) => string
  readonly notChosen: (field: string) => string

  readonly showOriginal: string
  readonly hideOriginal: string
  readonly showAll: string
  readonly showLess: string
  readonly unchangedWords: (count: Quantity) => string
  readonly moreWords: (count: Quantity) => string
  readonly added: string
  readonly removed: string
  readonly comparing: string
  readonly absent: string
  readonly empty: string
  readonly yes: string
  readonly no: string
  readonly undecidedAsMine: string

  /** Beneath what is shown with its differences. @param what e.g. "Mine" */
  readonly comparedWith: (what: string) => string
  readonly sameChange: string
  readonly next: string
  readonly close: string
  readonly later: string
  readonly apply: string
  /** Why it cannot be applied yet. */
  readonly stillLeft: (count: Quantity) => string
  readonly keys: string
}

const say = plural('en')

export const draftLabels: DraftLabels = {
  saving: 'Saving…',
  saved: (time) => `Saved ${time}`,
  savedBy: (name, time) => `Saved ${time} by ${name}`,
  unsaved: 'Unsaved changes',
  offlineKept: 'Offline, kept on this device',
  offlineNotKept: 'Offline, and not kept on this device: leave this page open',
  inConflict: 'Conflict',
  notSaved: 'Could not be saved',
  notAllowed: 'Could not be saved: you may not edit this any more',
  notValid: 'Not saved: something in it is not right yet',
  tooLarge: 'Not saved: it is too large',
  notReadable: 'Not saved: what the server has cannot be shown here',
  retry: 'Retry',
  retrySaving: 'Retry saving',
  alsoEditing: (names, count) =>
    say(count, { one: `${names} is editing this too`, other: `${names} are editing this too` }),
  others: (count) => say(count, { one: '# other', other: '# others' }),

  conflict: 'Conflicting changes',
  changed: (name, fields, age) => `${name} changed ${say(fields, { one: '# field', other: '# fields' })} ${age}.`,
  changedElsewhere: (fields, age) =>
    `You changed ${say(fields, { one: '# field', other: '# fields' })} elsewhere ${age}.`,
  changedHere: (fields) =>
    `${say(fields, { one: '# field was', other: '# fields were' })} written differently on this device before.`,
  somebody: 'Somebody',
  needsChoice: (count) => say(count, { one: '# needs your choice.', other: '# need your choice.' }),
  review: 'Review',
  keepMine: 'Keep mine',
  takeTheirs: (name) => `Use ${name}’s`,
  takeOther: 'Use the other version',
  keptMine: 'Your version was kept.',
  tookTheirs: (name) => `${name}’s version was taken.`,
  tookOther: 'The other version was taken.',
  decidedAll: 'Your choices were applied.',
  undo: 'Undo',
  copyTheirs: (name) => `Copy ${name}’s version`,
  copyOther: 'Copy the other version',
  copyMine: 'Copy my version',
  copied: 'Copied',
  notCopied: 'Your browser did not let it be copied. Undo, and copy it from there.',

  decide: 'Decide what stays',
  leftOf: (left, all) => `${left.text} of ${all.text} to decide`,
  allDecided: 'Everything is decided',
  nothingLeft: 'There is nothing to decide any more.',
  savedAgain: (name) => `${name} saved again. What that does not touch stays decided.`,
  savedAgainElsewhere: 'It was saved again elsewhere. What that does not touch stays decided.',
  fields: 'Fields',
  conflicts: 'Conflicts',
  merged: 'Merged without asking',
  result: 'Preview of the result',
  byMe: 'Yours',
  byBoth: 'Both',
  toDecide: 'To decide',
  whole: 'The whole draft',
  element: (id) => `#${id}`,
  place: (field, place) => `${field}, place ${place.text}`,

  bothChanged: 'Both sides changed this.',
  bothChangedWords: 'Both sides changed the same words.',
  bothOrdered: 'Both sides changed the order.',
  originUnknown: 'The two sides differ, and what it was before is not known.',
  removedHere: 'Your side removed it, the other side changed it.',
  removedThere: 'The other side removed it, yours changed it.',
  mine: 'Mine',
  theirs: (name) => `${name}’s`,
  other: 'The other version',
  both: 'Both',
  edit: 'Edit',
  edited: 'Edited',
  yourText: (field) => `${field}, as you want it`,
  onePerLine: 'One on each line',
  asJson: 'Written as JSON',
  notANumber: (field) => `${field} needs a number.`,
  notJson: (field, line) =>
    line ? `${field}: this is no valid JSON, see line ${line.text}.` : `${field}: this is no valid JSON.`,
  notChosen: (field) => `${field} needs a yes or a no.`,

  showOriginal: 'Show original',
  hideOriginal: 'Hide original',
  showAll: 'Show all of it',
  showLess: 'Show less',
  unchangedWords: (count) => say(count, { one: '# word unchanged', other: '# words unchanged' }),
  moreWords: (count) => say(count, { one: '# more word', other: '# more words' }),
  added: 'added:',
  removed: 'removed:',
  comparing: 'Comparing…',
  absent: 'Not there',
  empty: 'Empty',
  yes: 'Yes',
  no: 'No',
  undecidedAsMine: 'Not decided yet; shown as yours',

  comparedWith: (what) => `Compared with: ${what}`,
  sameChange: 'Both sides made the same change.',
  next: 'Next',
  close: 'Close',
  later: 'Decide later',
  apply: 'Apply',
  stillLeft: (count) => say(count, { one: '# still to decide', other: '# still to decide' }),
  keys: 'Alt with ↓ or ↑: next or previous. Alt with 1 to 4: mine, the other, both, edit. Ctrl with Enter: apply. Escape: decide later.',
}
