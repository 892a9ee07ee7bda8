import { DraftConflictBanner } from 'pitchey-live'
import { beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  announced,
  button,
  disagree,
  held,
  MINE,
  NAMES,
  open,
  readAs,
  saveAs,
  SYNOPSIS,
  sync,
  THEIRS,
  type Pitch,
} from '../support/drafts.js'
import { signIn, violations } from '../support/stage.js'

beforeEach(async () => {
  await page.viewport(1000, 800)
  await signIn('ana')
})

const dialog = page.getByRole('dialog', { name: 'Decide what stays' })
const radio = (name: string) => dialog.getByRole('radio', { name, exact: true })
const heading = (name: string) => dialog.getByRole('heading', { name, exact: true })
const row = (name: string) =>
  dialog.getByRole('navigation', { name: 'Fields' }).getByRole('button', { name, exact: false })
const apply = dialog.getByRole('button', { name: 'Apply' })

/** Opened over what Ana has typed and Ben saved meanwhile. */
async function review(
  mine: Partial<Pitch>,
  theirs: Partial<Pitch>,
  more: Parameters<typeof open>[0] = {},
  pitch: Partial<Pitch> = {},
) {
  const draftId = await open(more, pitch)
  await disagree(draftId, mine, theirs)
  await button('Review').click()
  await expect.element(dialog).toBeVisible()
  return draftId
}
const BOTH = {
  mine: {
    title: 'The Lighthouse at Night',
    budget: 110_000,
    genres: ['Drama'],
    synopsis: SYNOPSIS.replace('A keeper', 'A young keeper'),
  },
  theirs: {
    title: 'Lights Out',
    budget: 120_000,
    genres: ['Drama', 'Mystery', 'Romance'],
    logline: 'Letters from the deep.',
  },
}

describe('by keyboard alone', () => {
  test('each conflict is found, chosen or written, all is applied, and taken back', async () => {
    const draftId = await open()
    await disagree(draftId, BOTH.mine, BOTH.theirs)
    page.getByRole('textbox', { name: 'Synopsis' }).element().focus()
    await userEvent.keyboard('{Tab}{Enter}')
    await expect.element(heading('Title')).toHaveFocus()
    await expect.element(dialog).toHaveTextContent('3 of 3 to decide')
    await userEvent.keyboard('{Alt>}2{/Alt}')
    await expect.element(radio('Ben’s')).toBeChecked()
    await expect.poll(announced).toContain('Ben’s. 2 of 3 to decide')

    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
    await expect.element(heading('Budget')).toHaveFocus()
    await userEvent.keyboard('{Alt>}4{/Alt}')
    const own = dialog.getByRole('spinbutton', { name: 'Budget, as you want it' })
    await expect.element(own).toHaveFocus()
    await userEvent.keyboard('{Control>}a{/Control}115000')

    // Not before all is decided: it leads to what is not.
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    await expect.element(heading('Genres')).toHaveFocus()
    await expect.poll(announced).toContain('1 still to decide')
    await userEvent.keyboard('{Tab}{ArrowDown}')
    await expect.element(radio('Ben’s')).toHaveFocus()
    await userEvent.keyboard('{Alt>}3{/Alt}')
    await expect.element(radio('Both')).toBeChecked()
    await expect.element(dialog).toHaveTextContent('Everything is decided')
    await userEvent.keyboard('{Control>}{Enter}{/Control}')

    await expect.element(dialog).not.toBeInTheDocument()
    const result = {
      title: 'Lights Out',
      budget: 115_000,
      genres: ['Drama', 'Mystery', 'Romance'],
      logline: 'Letters from the deep.',
      synopsis: BOTH.mine.synopsis,
    }
    expect(held().content).toMatchObject(result)
    await expect.poll(async () => (await readAs('ben', draftId)).content).toMatchObject(result)
    await expect.element(button('Undo')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(button('Review')).toHaveFocus()
    expect(held().content).toMatchObject({ title: BOTH.mine.title, budget: 110_000 })
  })

  test('Escape decides later: what was chosen is kept, and the focus is where it was', async () => {
    await review(BOTH.mine, BOTH.theirs)
    await userEvent.keyboard('{Alt>}1{/Alt}')
    await userEvent.keyboard('{Escape}')
    await expect.element(dialog).not.toBeInTheDocument()
    await expect.element(button('Review')).toHaveFocus()
    await expect.element(page.getByRole('region', { name: 'Conflicting changes' })).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog).toHaveTextContent('2 of 3 to decide')
    await row('Title').click()
    await expect.element(radio('Mine')).toBeChecked()
  })

  test('Enter in a field is no business of the form around it', async () => {
    sync.submits = 0
    await review(MINE, THEIRS)
    await userEvent.keyboard('{Alt>}4{/Alt}')
    await userEvent.keyboard('!{Enter}')
    await expect.element(dialog.getByRole('textbox')).toHaveValue(`${MINE.title}!`)
    radio('Mine').element().focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog).toBeVisible()
    expect(sync.submits).toBe(0)
  })
})

describe('nothing is chosen for anybody', () => {
  test('no radio is checked, and Apply says why it does not', async () => {
    await review(BOTH.mine, BOTH.theirs)
    for (const name of ['Title', 'Budget', 'Genres']) {
      await row(name).click()
      expect(dialog.element().querySelectorAll(':checked')).toHaveLength(0)
    }
    await expect.element(apply).toHaveAttribute('aria-disabled', 'true')
    await expect.element(apply).toHaveAccessibleDescription('3 still to decide')
    await apply.click({ force: true })
    await expect.poll(announced).toContain('3 still to decide')
    await expect.element(dialog).toBeVisible()
    expect(held().hasConflict).toBe(true)
  })

  test('what each side did is told by words and signs, not by colour alone', async () => {
    await review(MINE, THEIRS)
    const theirs = dialog.element().querySelector('[data-answer=theirs]')
    expect(theirs?.querySelector('del')?.textContent).toBe('removed: The Lighthouse')
    expect(theirs?.querySelector('ins')?.textContent).toBe('added: Lights Out')
    const sign = theirs?.querySelector('ins > [aria-hidden]')
    expect(sign && getComputedStyle(sign, '::before').content).toBe('"+"')
    await expect.element(radio('Ben’s')).toHaveAccessibleDescription(/removed: The Lighthouse ?added: Lights Out/)
    await button('Show original').click()
    expect(dialog.element().querySelector('.pl-draft-original p')?.textContent).toBe('The Lighthouse')
  })

  test('what was merged without asking can be looked over, and the result beforehand', async () => {
    await review(BOTH.mine, BOTH.theirs)
    await expect.element(row('Logline')).toHaveTextContent('Ben’s')
    await expect.element(row('Synopsis')).toHaveTextContent('Yours')
    await row('Logline').click()
    await expect.element(dialog).toHaveTextContent('Compared with: Mine')
    await row('Title').click()
    await radio('Both').click()
    await row('Preview of the result').click()
    await expect.element(dialog).toHaveTextContent('TitleThe Lighthouse at Night Lights Out')
    await expect.element(dialog).toHaveTextContent('BudgetNot decided yet; shown as yours')
  })
})

describe('a version of one’s own', () => {
  test('starts from what was chosen, and a number is a number', async () => {
    await review({ budget: 110_000 }, { budget: 120_000 })
    await expect.element(radio('Both')).not.toBeInTheDocument()
    await radio('Ben’s').click()
    await radio('Edit').click()
    const field = dialog.getByRole('spinbutton')
    await expect.element(field).toHaveValue(120_000)
    await field.fill('')
    await expect.element(field).toHaveAccessibleDescription('Budget needs a number.')
    await expect.element(apply).toHaveAttribute('aria-disabled', 'true')
    await field.fill('125000.5')
    await apply.click()
    expect(held().content?.budget).toBe(125_000.5)
  })

  test('of a list has one on each line', async () => {
    await review({ genres: ['Drama'] }, { genres: ['Mystery', 'Romance'] })
    await radio('Edit').click()
    await dialog.getByRole('textbox', { name: 'Genres, as you want it' }).fill('Drama\n Romance \n')
    await apply.click()
    expect(held().content?.genres).toEqual(['Drama', 'Romance'])
  })

  test('of an object is JSON, and what is wrong with that names the field', async () => {
    await review({ team: { director: 'Cara' } }, { team: { director: 'Ben', writer: 'Ana' } })
    await radio('Edit').click()
    const field = dialog.getByRole('textbox', { name: 'Team, as you want it' })
    await field.fill('{\n  "director": \n}')
    await expect.element(field).toHaveAccessibleDescription(/^Team: this is no valid JSON/)
    await apply.click({ force: true })
    await expect.poll(announced).toContainEqual(expect.stringMatching(/^Team: this is no valid JSON/))
    await field.fill('{ "director": "Cara", "writer": "Ana" }')
    await apply.click()
    expect(held().content?.team).toEqual({ director: 'Cara', writer: 'Ana' })
  })

  test('is not asked for where there is no third', async () => {
    await review({ published: true, title: 'A' }, { title: 'B' })
    await expect.element(row('Published')).toHaveTextContent('Yours')
  })
})

describe('when Ben saves again', () => {
  test('it is said, and what that does not touch stays decided', async () => {
    const draftId = await review(BOTH.mine, BOTH.theirs)
    await radio('Mine').click()
    await row('Budget').click()
    await radio('Ben’s').click()
    await expect.element(dialog).toHaveTextContent('1 of 3 to decide')
    await saveAs('ben', draftId, { budget: 130_000, logline: 'Letters, at last.' })
    await expect.element(dialog).toHaveTextContent('Ben saved again.')
    await expect.poll(announced).toContain('Ben saved again. What that does not touch stays decided.')
    await expect.element(dialog).toHaveTextContent('2 of 3 to decide')
    await expect.element(row('Title')).toHaveTextContent('Mine')
    await expect.element(row('Budget')).toHaveTextContent('To decide')
    // Who was at it still is.
    await expect.element(heading('Budget')).toBeVisible()
    expect(dialog.element().contains(document.activeElement)).toBe(true)
  })

  test('as before, there is nothing to decide any more', async () => {
    const draftId = await review(MINE, THEIRS)
    await saveAs('ben', draftId, { title: MINE.title })
    await expect.element(dialog).toHaveTextContent('There is nothing to decide any more.')
    await button('Close').click()
    await expect.element(dialog).not.toBeInTheDocument()
  })
})

describe('merged word by word', () => {
  test('each place of a text is decided by itself, and shown in what is around it', async () => {
    const change = (one: string, other: string) => ({
      synopsis: SYNOPSIS.replace('letters', one).replace('the reply', other),
    })
    const draftId = await review(change('postcards', 'a kiss'), change('bottles', 'the sea'), {
      conflictResolution: 'merge',
    })
    await expect.element(heading('Synopsis, place 1')).toHaveFocus()
    expect(dialog.element().querySelector('mark')?.textContent).toContain('postcards')
    await userEvent.keyboard('{Alt>}1{/Alt}')
    await button('Next').click()
    await expect.element(heading('Synopsis, place 2')).toHaveFocus()
    await userEvent.keyboard('{Alt>}2{/Alt}')
    await apply.click()
    await expect
      .poll(async () => (await readAs('ben', draftId)).content.synopsis)
      .toBe(change('postcards', 'the sea').synopsis)
  })
})

test('of two versions of 20,000 words only the changes are shown, and what is around them', async () => {
  const text = (of: (n: number) => string) => Array.from({ length: 20_000 }, (_, n) => of(n)).join(' ')
  const was = text((n) => `w${n % 997}`)
  const mine = text((n) => (n % 400 === 7 ? 'mine' : `w${n % 997}`))
  const theirs = text((n) => (n % 500 === 9 ? 'theirs' : `w${n % 997}`))
  const draftId = await open({}, { synopsis: was })
  await disagree(draftId, { synopsis: mine }, { synopsis: theirs })
  await button('Review').click()
  const shown = (side: string) => document.querySelectorAll(`[data-answer=${side}] ins`).length
  await expect.poll(() => [shown('mine'), shown('theirs')]).toEqual([24, 24])
  expect(dialog.element().querySelectorAll('*').length).toBeLessThan(1_500)
})

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(['ltr', 'rtl'])(
    'axe finds nothing, wide and narrow, and nothing is wider than the page: %s',
    async (dir) => {
      document.documentElement.dataset['plTheme'] = theme
      document.documentElement.dir = dir
      await review(BOTH.mine, BOTH.theirs)
      await radio('Ben’s').click()
      await row('Genres').click()
      await radio('Edit').click()
      for (const width of [1000, 320]) {
        await page.viewport(width, 640)
        expect(await violations()).toEqual([])
        const { scrollWidth, clientWidth } = dialog.element()
        expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
      }
      await row('Preview of the result').click()
      expect(await violations()).toEqual([])
      // A voice within the dialog: what is outside of it is not heard.
      expect(dialog.element().querySelector('[data-pl-part=announcer]')).not.toBeNull()
    },
  )
})

test('a host with a dialog of its own is asked to open it', async () => {
  let asked = 0
  await open({
    children: (draft) => <DraftConflictBanner draft={draft} fieldLabels={NAMES} onReview={() => (asked += 1)} />,
  }).then((draftId) => disagree(draftId, MINE, THEIRS))
  await button('Review').click()
  expect(asked).toBe(1)
  await expect.element(dialog).not.toBeInTheDocument()
})
