/** Where a key leads in a feed. `current` is −1 outside any article; `null`: the key is not the feed's. */
export function nextArticle(key: string, current: number, count: number): number | null {
  if (count === 0) return null
  switch (key) {
    case 'ArrowDown':
    case 'PageDown':
      return Math.min(current + 1, count - 1)
    case 'ArrowUp':
    case 'PageUp':
      return Math.max(current - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
