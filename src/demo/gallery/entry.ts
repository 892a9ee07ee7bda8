import type { ComponentType } from 'react'
import type { Scene } from './stage/scene.js'

/** One component in the gallery. */
export interface Entry {
  readonly name: string
  /** What it is for, in a sentence. */
  readonly about: string
  /** By the names that they have in the entry's file, out of which their code is cut: what runs is what is shown. */
  readonly examples: Readonly<Record<string, ComponentType>>
  readonly cards: readonly CardOf[]
}

export interface CardOf {
  /** e.g. "Loading" */
  readonly title: string
  /** One of the entry's `examples`; by default the first. */
  readonly example?: string
  /** Made anew whenever it is mounted: scenes tell of times. */
  readonly scene: () => Scene
  /** Stands beside the example, unseen: what somebody did there before one came. */
  readonly before?: ComponentType
  /** What a visitor can do there. */
  readonly hint?: string
  /** Room beyond the component itself, for what it opens. */
  readonly opens?: true
}
