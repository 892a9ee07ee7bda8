import type { FrameLocator, Locator, Page } from 'playwright'

/**
 * Why: tests should say what somebody reads on a screen, not how the page is made. Everything is found as a screen reader
 * finds it: by role and name.
 */
export interface Screen {
  /** The word for the connection, e.g. `Connected`. */
  readonly connection: Locator
  /** The bell; its name says how many are unread. */
  readonly bell: Locator
  readonly pitchLink: (title: string) => Locator
  /** Views of a pitch in the list. */
  viewsInList(title: string): Promise<number>
  /** Views of the pitch that is open. */
  viewsOnPage(): Promise<number>
  /** One of the metrics, e.g. `Pitch views`. */
  metric(label: string): Promise<number>
  unread(): Promise<number>
  readonly commentField: Locator
  /** What each comment on the open pitch says, newest first; `…` before one that is on its way. */
  comments(): Promise<readonly string[]>
}

export const PITCH = ['', 'The Lighthouse Keeper’s Daughter', 'Midnight Harvest', 'Seven Kinds of Rain'] as const

export function screenOf(root: Page | FrameLocator): Screen {
  const bell = root.getByRole('button', { name: /^Notifications/ })
  const counter = (within: Locator) => within.getByRole('img', { name: /\bviews?\b/ }).first()
  return {
    connection: root.getByRole('status').first(),
    bell,
    // A toast may speak of it, too.
    pitchLink: (title) => root.getByRole('link', { name: title, exact: true }),
    viewsInList: (title) => numberIn(counter(root.getByRole('listitem').filter({ hasText: title })), 'aria-label'),
    viewsOnPage: () =>
      numberIn(
        counter(root.getByRole('article').filter({ has: root.getByRole('heading', { level: 2 }) })),
        'aria-label',
      ),
    metric: (label) => numberIn(root.locator('dt', { hasText: label }).locator('xpath=following-sibling::dd[1]')),
    unread: () => numberIn(bell, 'aria-label'),
    commentField: root.getByRole('textbox', { name: 'Your comment' }),
    comments: async () => {
      const items = await root.getByRole('region', { name: 'Comments' }).getByRole('listitem').all()
      return Promise.all(
        items.map(async (item) => {
          const text = (await item.locator('p').textContent()) ?? ''
          return (await item.getByText('on its way').count()) > 0 ? `… ${text}` : text
        }),
      )
    },
  }
}

/** The first number that it says; 0 when it says none. */
async function numberIn(element: Locator, attribute?: string): Promise<number> {
  const text = attribute ? await element.getAttribute(attribute) : await element.textContent()
  const [digits = '0'] = /\d[\d,]*/.exec(text ?? '') ?? []
  return Number(digits.replaceAll(',', ''))
}
