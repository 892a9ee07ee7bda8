'use client'

import { Component, type ReactNode, type RefObject } from 'react'

export interface KeepPlaceProps {
  /** What scrolls. */
  readonly scroller: RefObject<HTMLElement | null>
  readonly children: ReactNode
}

interface Reading {
  readonly article: Element
  readonly top: number
}

/**
 * What one reads stays where it is, whatever comes above it. By ourselves, because not every browser anchors; and by a
 * class, because only one of those may look at the page right before it changes.
 */
export class KeepPlace extends Component<KeepPlaceProps> {
  /** What scrolling by whole pixels left of the last move, so that it does not add up. */
  private rest = 0

  override getSnapshotBeforeUpdate(): Reading | null {
    const scroller = this.props.scroller.current
    if (!scroller || scroller.scrollTop === 0) return null
    const { top } = scroller.getBoundingClientRect()
    for (const article of scroller.querySelectorAll('article')) {
      const box = article.getBoundingClientRect()
      if (box.bottom > top) return { article, top: box.top - this.rest }
    }
    return null
  }

  override componentDidUpdate(_: KeepPlaceProps, __: unknown, reading: Reading | null): void {
    const scroller = this.props.scroller.current
    if (!scroller || !reading?.article.isConnected) return
    const moved = () => reading.article.getBoundingClientRect().top - reading.top
    scroller.scrollTop += moved()
    this.rest = moved()
  }

  override render(): ReactNode {
    return this.props.children
  }
}
