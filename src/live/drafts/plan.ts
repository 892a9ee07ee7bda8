import type { Conflict } from './conflict.js'
import type { Key } from './lists.js'

/** A merged value as far as it is decided, with the conflicts in the places that wait for an answer. */
export type Plan =
  /** `undefined`: there is nothing in this place. */
  | { readonly is: 'value'; readonly value: unknown }
  | { readonly is: 'open'; readonly conflict: Conflict }
  | { readonly is: 'object'; readonly fields: readonly (readonly [key: string, plan: Plan])[] }
  | { readonly is: 'text'; readonly pieces: readonly (string | Conflict)[] }
  | { readonly is: 'list'; readonly elements: ReadonlyMap<Key, Plan>; readonly order: readonly Key[] | OpenOrder }

/** An order that both sides changed: what is chosen by, and what each choice comes to. */
export interface OpenOrder {
  readonly conflict: Extract<Conflict, { kind: 'order' }>
  readonly orders: Readonly<Record<'base' | 'mine' | 'theirs', readonly Key[]>>
}

/** Answers the questions of a plan. */
export interface Answers {
  /** @returns `undefined`: nothing is to be in this place */
  readonly value: (conflict: Conflict) => unknown
  readonly text: (conflict: Conflict) => string
  readonly order: (open: OpenOrder) => readonly Key[]
}

/** The value that these answers lead to. */
export function carryOut(plan: Plan, answers: Answers): unknown {
  switch (plan.is) {
    case 'value':
      return plan.value
    case 'open':
      return answers.value(plan.conflict)
    case 'text':
      return plan.pieces.map((piece) => (typeof piece === 'string' ? piece : answers.text(piece))).join('')
    case 'object': {
      const fields = plan.fields.map(([key, field]) => [key, carryOut(field, answers)] as const)
      // Not by assignment: a key may be called `__proto__`.
      return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
    }
    case 'list': {
      const order = 'orders' in plan.order ? answers.order(plan.order) : plan.order
      return order.flatMap((key) => {
        const element = plan.elements.get(key)
        const value = element && carryOut(element, answers)
        return value === undefined ? [] : [value]
      })
    }
    default:
      throw plan satisfies never
  }
}
