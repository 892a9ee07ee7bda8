import { expect } from 'vitest'
import { page } from 'vitest/browser'

/** Why: several files look at toasts, by the names that people and screen readers know, and listen to the page's voice. */
export const region = page.getByRole('region', { name: 'Messages, F6 leads here' })
export const toastOf = (title: string) => region.getByRole('article', { name: title })
export const dismissOf = (title: string) => region.getByRole('button', { name: `Dismiss: ${title}` })

/** Titles of those that are not leaving, from top to bottom. */
export const shown = (): (string | undefined)[] =>
  [...document.querySelectorAll('[data-pl-part=toast][data-state=shown] .pl-toast-title')].map(
    ({ lastElementChild }) => lastElementChild?.textContent ?? undefined,
  )
/** All that is there, leaving or not. */
export const present = (): number => document.querySelectorAll('[data-pl-part=toast]').length

/** Everything that is said from now on, in whatever region. */
export function listen(): { readonly said: () => readonly string[]; readonly stop: () => void } {
  const said: string[] = []
  const look = (records: readonly MutationRecord[]) => {
    for (const { addedNodes, target } of records)
      for (const node of addedNodes)
        if (node instanceof HTMLParagraphElement && target instanceof Element && target.hasAttribute('aria-live'))
          said.push(`${target.getAttribute('aria-live')}: ${node.textContent?.replace('\u200B', '')}`)
  }
  const observer = new MutationObserver(look)
  observer.observe(document.body, { childList: true, subtree: true })
  return {
    said: () => {
      look(observer.takeRecords())
      return said
    },
    stop: () => observer.disconnect(),
  }
}

export async function expectShown(...titles: readonly string[]): Promise<void> {
  await expect.poll(shown).toEqual(titles)
}
