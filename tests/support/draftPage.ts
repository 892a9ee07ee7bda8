import type { Locator, Page } from 'playwright'

/** Why: tests of drafts should say what somebody reads and does in the editor, not how it is made. */
export interface DraftPage {
  readonly page: Page
  readonly title: Locator
  readonly logline: Locator
  readonly budget: Locator
  readonly synopsis: Locator
  genre(name: string): Locator
  /** What it says of itself, e.g. `Saved 12:04`. */
  standing(): Promise<string>
  /** Where it says that somebody else saved something else. */
  readonly banner: Locator
  readonly dialog: Locator
  /** Everybody who saved, the newest first. */
  history(): Promise<readonly string[]>
  revision(n: number): Locator
}

/** @param within a page may have several editors */
export function draftPageOf(page: Page, within: Page | Locator = page): DraftPage {
  const field = (name: string) => within.getByRole('textbox', { name, exact: true })
  const list = within.getByRole('region', { name: 'History' }).getByRole('listitem')
  return {
    page,
    title: field('Title'),
    logline: field('Logline'),
    budget: within.getByRole('spinbutton', { name: 'Budget in euros' }),
    synopsis: field('Synopsis'),
    genre: (name) => within.getByRole('checkbox', { name }),
    standing: async () => (await within.locator('.pl-draft-status').textContent()) ?? '',
    banner: within.getByRole('region', { name: 'Conflicting changes' }),
    dialog: page.getByRole('dialog', { name: 'Decide what stays' }),
    history: () => list.locator('b').allTextContents(),
    revision: (n) => list.nth(n),
  }
}

/** Presses Tab until this has the focus, as somebody does who has no pointer. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there')
}
