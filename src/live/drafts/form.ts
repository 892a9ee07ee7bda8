import { isEmpty, sameContent, type Content } from './content.js'

/*
 * A form passes whole objects, and may have been filled before there was anything to fill it with. Some show whatever the draft
 * holds, some never look again. So an edit is the difference between what a form passes and what it passed before, or was shown
 * since; the first time, of all that it can have been filled with: what was shown, or nothing.
 */

/** What is known of one form that edits a draft. */
export interface Form {
  /** What it passed last; `null`: it has passed nothing yet. */
  readonly passed: Content | null
  /** What it was shown since, oldest first. */
  readonly shown: readonly Content[]
  /** Does it take up what it is shown? `null`: that did not come to light yet. */
  readonly follows: boolean | null
  /** The same of other users, whose texts it may still show. */
  readonly foreign: readonly Foreign[]
}

interface Foreign {
  readonly userKey: string
  readonly content: Content
}

export const newForm: Form = { passed: null, shown: [], follows: null, foreign: [] }

const SHOWN_KEPT = 20

export function shownTo(form: Form, mine: Content): Form {
  if (sameContent(form.shown.at(-1) ?? form.passed, mine)) return form
  return { ...form, shown: [...form.shown.slice(1 - SHOWN_KEPT), mine] }
}

const filling = ({ passed, shown }: Form): readonly Content[] => (passed ? [passed, ...shown] : shown)

/** It is for another draft of the same user now, and may still show what it did. */
export const turnedTo = (form: Form): Form => ({ ...form, passed: null, shown: filling(form) })

/** It is another user's now. What it still shows of others is none of theirs. */
export function handedOver(form: Form, from: string, to: string): Form {
  const left = filling(form).map((content) => ({ userKey: from, content }))
  const all = [...form.foreign, ...left].filter(({ content }) => !Object.values(content).every(isEmpty))
  return {
    ...form,
    passed: null,
    shown: all.filter(({ userKey }) => userKey === to).map(({ content }) => content),
    foreign: all.filter(({ userKey }) => userKey !== to).slice(-SHOWN_KEPT),
  }
}

/** What a form changed; `null`: it still shows what another user was shown. */
export interface Edit {
  readonly form: Form
  readonly from: Content
  readonly to: Content
}

/** @param saved what the server has: typed over, it is still in the history */
export function editOf(form: Form, content: Content, mine: Content, saved: Content | undefined): Edit | null {
  const { passed, shown, foreign } = form
  // A form may have fewer fields than the draft: only one that it had before can be taken away by it.
  if (passed) {
    const { from, follows } = since(known(passed, mine), form, content)
    return { form: { ...form, passed: content, shown: [], follows }, from, to: filled(content, from) }
  }
  const others = foreign.map((one) => one.content)
  const from = origin(content, [...others, ...shown], saved)
  if (others.includes(from) || others.some((one) => stillShows(content, one, shown))) return null
  return { form: { ...form, passed: content, shown: [] }, from, to: { ...from, ...filled(content, from) } }
}

/** What the form had in its fields before: what it passed last, or what it was shown since, whichever is nearer to what it has. */
function since(
  passed: Content,
  { shown, follows: followed }: Form,
  content: Content,
): { readonly from: Content; readonly follows: boolean | null } {
  const open: (readonly [name: string, value: unknown])[] = []
  const taken: (readonly [name: string, value: unknown])[] = []
  let follows = followed
  for (const [name, now] of Object.entries(content)) {
    const before = passed[name]
    const others = shown.filter((one) => Object.hasOwn(one, name) && !sameContent(one[name], before))
    const latest = others.at(-1)?.[name]
    if (others.length === 0) continue
    if (sameContent(now, before)) {
      follows = false
      continue
    }
    const same = others.find((one) => sameContent(one[name], now))
    const nearest = same?.[name] ?? nearestOf(now, before, others.map((one) => one[name]).slice(-NEAREST))
    if (nearest === undefined) open.push([name, latest])
    else if (nearest !== before) taken.push([name, nearest])
    if (nearest !== undefined) follows = nearest !== before
  }
  // Of what tells nothing by itself, such as a number, the form's way is believed.
  return { from: { ...passed, ...Object.fromEntries(follows ? [...taken, ...open] : taken) }, follows }
}
/** That it shows something older than so many versions is not looked into: it takes its time for a long text. */
const NEAREST = 4

/** The one that it was made of; `undefined`: there is no telling. */
function nearestOf(now: unknown, before: unknown, others: readonly unknown[]): unknown {
  const nearness = (one: unknown) => (resembles(now, one) ? shared(now, one) : Number.NEGATIVE_INFINITY)
  let best: unknown = undefined
  let most = nearness(before)
  let isSure = most > Number.NEGATIVE_INFINITY
  if (isSure) best = before
  for (const other of others) {
    const near = nearness(other)
    if (near === most && near > Number.NEGATIVE_INFINITY) isSure = false
    if (near <= most) continue
    best = other
    most = near
    isSure = true
  }
  return isSure ? best : undefined
}

/** So long a text is nobody else's by chance. */
const TELLING = 8

const stillShows = (passed: Content, former: Content, shown: readonly Content[]): boolean =>
  Object.entries(former).some(
    ([name, text]) =>
      typeof text === 'string' &&
      text.length >= TELLING &&
      resembles(passed[name], text) &&
      !shown.some((content) => sameContent(content[name], passed[name])),
  )

/**
 * What the form was filled with: of what was shown, that with the fewest fields to change, if it can have come from that;
 * else nothing. Where that is not the truth, somebody is asked about what they typed; the other way, what they never saw
 * would be gone.
 */
function origin(passed: Content, shown: readonly Content[], saved: Content | undefined): Content {
  let best: Content = {}
  let fewest = Number.POSITIVE_INFINITY
  for (const from of shown) {
    const changed = Object.keys(passed).filter((name) => !isUntouched(passed[name], from[name]))
    if (changed.length > fewest || !canComeFrom(passed, from, changed, sameContent(from, saved))) continue
    best = from
    fewest = changed.length
  }
  return best
}

function canComeFrom(passed: Content, from: Content, changed: readonly string[], isSaved: boolean): boolean {
  if (changed.length === 0) return true
  // Blank where there was something: one field was cleared in a form that shows the others, or the form never showed any.
  if (changed.some((name) => isEmpty(passed[name])))
    return (
      changed.length === 1 &&
      Object.keys(passed).some((name) => !isEmpty(from[name]) && sameContent(passed[name], from[name]))
    )
  const replaced = changed.filter((name) => !resembles(passed[name], from[name]))
  // So does typing into an empty field begin. Typed over what was there, it looks the same.
  const isFirstLetter = replaced.length === changed.length && replaced.every((name) => String(passed[name]).length <= 2)
  return replaced.length === 0 || (isSaved && !isFirstLetter)
}

/** Is most of the shorter still at the ends of the longer? */
function resembles(passed: unknown, shown: unknown): boolean {
  if (typeof passed !== 'string' || typeof shown !== 'string') return shown === undefined
  return endsAlike(passed, shown) > Math.min(passed.length, shown.length) / 2
}

/** The fewer characters had to change, the more. */
const shared = (one: unknown, other: unknown): number =>
  typeof one === 'string' && typeof other === 'string'
    ? 2 * endsAlike(one, other) - one.length - other.length
    : Number.NEGATIVE_INFINITY

/** How many characters are the same at both ends. */
function endsAlike(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length)
  let start = 0
  while (start < shorter && one.charCodeAt(start) === other.charCodeAt(start)) start += 1
  let end = 0
  while (end < shorter - start && one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end))
    end += 1
  return start + end
}

/** What the form means by its content: a field left empty that nobody filled in yet is not meant to be there. */
const filled = (passed: Content, from: Content): Content =>
  Object.fromEntries(Object.entries(passed).filter(([name, value]) => Object.hasOwn(from, name) || !isEmpty(value)))

/** The same of what it passed before: what it left empty, and the draft does not have. */
const known = (form: Content, mine: Content): Content =>
  Object.fromEntries(Object.entries(form).filter(([name, value]) => Object.hasOwn(mine, name) || !isEmpty(value)))

const isUntouched = (passed: unknown, shown: unknown): boolean =>
  shown === undefined ? isEmpty(passed) : sameContent(passed, shown)
