import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { disagree, held, open, readAs, SYNOPSIS } from '../support/drafts.js'
import { signIn } from '../support/stage.js'

beforeEach(async () => {
  await page.viewport(1000, 800)
  await signIn('ana')
})

const banner = page.getByRole('region', { name: 'Conflicting changes' })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const MINE = { title: 'The Lighthouse at Night', synopsis: SYNOPSIS.replace('a reply', 'an answer') }
const THEIRS = { title: 'Lights Out', logline: 'Letters from the deep.', budget: 120_000 }

describe('the banner', () => {
  test('says who changed how much, and what is to be decided', async () => {
    const draftId = await open()
    await expect.element(banner).not.toBeInTheDocument()
    await disagree(draftId, MINE, THEIRS)
    await expect.element(banner).toHaveTextContent(/Ben.* changed 3 fields just now\. 1 needs your choice\./)
    await page.screenshot({ path: '../../dist/shots/banner.png' })
    await button('Review').click()
    await page.screenshot({ path: '../../dist/shots/dialog.png' })
    await userEvent.keyboard('{Escape}')
    await button('Keep mine').click()
    await page.screenshot({ path: '../../dist/shots/offer.png' })
    expect(held().content).toMatchObject({ title: MINE.title, logline: THEIRS.logline })
    await expect.poll(async () => (await readAs('ben', draftId)).content.title).toBe(MINE.title)
  })
})
