/** What had the focus was taken out of the page. @param near anything in the same tree */
export function isFocusLost(near: Node | null): boolean {
  const root = near?.getRootNode()
  if (!(root instanceof Document || root instanceof ShadowRoot)) return false
  const { activeElement } = root
  return activeElement === null || activeElement === document.body
}
