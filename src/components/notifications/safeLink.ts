/**
 * The address to follow, or `null`: only http(s) pages and this site's own paths are followed. What arrived was checked
 * on the wire; a link is worth a second look, for it may have been written into the cache by hand.
 */
export function safeLink(link: string | undefined, page: string = location.href): string | null {
  if (!link) return null
  const isPath = link.startsWith('/')
  if (!isPath && !/^https?:\/\//i.test(link)) return null
  try {
    const url = new URL(link, page)
    return !isPath || url.origin === new URL(page).origin ? url.href : null
  } catch {
    return null
  }
}
