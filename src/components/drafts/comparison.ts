import { hunksOf } from '../../live/drafts/hunks.js'
import { between, wordsOf } from '../../live/drafts/words.js'

/** A stretch of two texts that are compared. */
export interface Piece {
  readonly is: 'same' | 'removed' | 'added'
  readonly text: string
  readonly words: number
}

/** Word by word. Yields between pieces of work, so that long texts hold nothing up. */
export function* compareWords(before: string, after: string): Generator<void, readonly Piece[]> {
  const was = wordsOf(before)
  yield
  const now = wordsOf(after)
  yield
  const pieces: Piece[] = []
  const add = (is: Piece['is'], words: typeof was, from: number, to: number) => {
    if (to > from) pieces.push({ is, text: between(words, from, to), words: to - from })
  }
  let done = 0
  for (const { from, to, into, end } of hunksOf(was.words, now.words)) {
    add('same', was, done, from)
    add('removed', was, from, to)
    add('added', now, into, end)
    done = to
  }
  add('same', was, done, was.words.length)
  return pieces
}

/** As it is shown: what is long and says little is left out. */
export type Fold =
  | (Piece & { readonly key: number })
  | { readonly is: 'gap'; readonly of: Piece['is']; readonly words: number; readonly key: number }

/** Characters that are kept on either side of a change. */
const AROUND = 90
/** Of a change itself, on either side of what is left out. */
const OF_CHANGE = 900

/** Leaves out the middle of what is long. */
export function fold(pieces: readonly Piece[]): readonly Fold[] {
  const folds: Fold[] = []
  pieces.forEach((piece, n) => {
    const [isFirst, isLast] = [n === 0, n === pieces.length - 1]
    const isWhole = isFirst && isLast
    const room = piece.is === 'same' && !isWhole ? AROUND : OF_CHANGE
    const head = piece.is === 'same' && isFirst && !isLast ? '' : headOf(piece.text, room)
    const tail = piece.is === 'same' && isLast ? '' : tailOf(piece.text, room)
    const left = piece.words - count(head) - count(tail)
    const key = folds.length
    if (head.length + tail.length + room / 2 >= piece.text.length || left < 2) {
      folds.push({ ...piece, key })
      return
    }
    if (head) folds.push({ ...piece, text: head, key })
    folds.push({ is: 'gap', of: isWhole ? 'added' : piece.is, words: left, key: key + 1 })
    if (tail) folds.push({ ...piece, text: tail, key: key + 2 })
  })
  return folds
}

const count = (text: string): number => wordsOf(text).words.length

/** No word is cut, as long as there are spaces. */
function headOf(text: string, room: number): string {
  const cut = text.slice(0, room).search(/\S*$/)
  return text.slice(0, cut > 0 ? cut : room)
}

function tailOf(text: string, room: number): string {
  const from = Math.max(0, text.length - room)
  const cut = text.slice(from).search(/\s/)
  return text.slice(cut < 0 ? from : from + cut)
}
