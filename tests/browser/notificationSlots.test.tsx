import { I18nProvider, NotificationDropdown, useNotificationDropdown } from 'pitchey-live'
import { beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { anaHas, article, bellName, open, panel, titles } from '../support/dropdown.js'
import { mount, notify, signIn, violations } from '../support/stage.js'

beforeEach(() => signIn('ana'))

test('each kind is drawn as the host draws it, from the pieces or anew, and stays an article of the feed', async () => {
  await anaHas(
    { title: 'Plain', kind: 'other' },
    { title: 'Paid', kind: 'payment', message: 'Of 5' },
    { title: 'Said', kind: 'comment', message: 'Well done' },
  )
  mount(
    <NotificationDropdown
      renderers={{
        payment: ({ message }, { title, toggle }) => (
          <>
            <strong className="amount">{message}</strong>
            {title}
            {toggle}
          </>
        ),
        comment: ({ message }) => <blockquote>{message}</blockquote>,
      }}
      renderIcon={({ kind }) => (kind === 'other' ? <i className="icon">!</i> : null)}
      footer={<a href="/all">View all notifications</a>}
    />,
  )
  await expect.poll(bellName).toContain('3 unread')
  await open()
  expect(article('Paid').element().querySelector('.amount')?.textContent).toBe('Of 5')
  expect(article('Paid').element().querySelector('.pl-icon')).toBeNull()
  expect(article('Plain').element().querySelector('.icon')?.textContent).toBe('!')
  // Drawn without its title, it is still called by it.
  await expect.element(article('Unread. Info: Said')).toHaveFocus()
  expect(article('Unread. Info: Said').element().querySelector('blockquote')?.textContent).toBe('Well done')
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await expect.poll(bellName).toContain('2 unread')
  await expect.element(article('Paid')).not.toHaveAttribute('data-unread')
  await expect.element(panel.getByRole('link', { name: 'View all notifications' })).toBeVisible()
  expect(await violations()).toEqual([])
})

test('renderItem arranges all kinds that have no renderer of their own', async () => {
  await anaHas({ title: 'One', kind: 'a' }, { title: 'Two', kind: 'b' })
  mount(
    <NotificationDropdown
      renderItem={({ kind }, { title }) => <div data-drawn={`item ${kind}`}>{title}</div>}
      renderers={{ b: ({ kind }, { title }) => <div data-drawn={`kind ${kind}`}>{title}</div> }}
    />,
  )
  await expect.poll(bellName).toContain('2 unread')
  await open()
  const drawn = [...document.querySelectorAll<HTMLElement>('[data-drawn]')].map(({ dataset }) => dataset['drawn'])
  expect(drawn).toEqual(['kind b', 'item a'])
})

test('every part takes a class, a style and data of the host, and keeps its own name and handlers', async () => {
  await anaHas('One')
  mount(
    <NotificationDropdown
      slotProps={{
        bell: { className: 'my-bell', 'data-x': '1' },
        panel: { className: 'my-panel', style: { outline: '1px solid red' } },
        notification: { className: 'my-row' },
        toggle: { className: 'my-toggle' },
      }}
    />,
  )
  await expect.poll(bellName).toBe('Notifications, 1 unread')
  await open()
  expect(document.querySelector('.my-bell')?.matches('.pl-bell[data-x="1"][data-pl-part=bell]')).toBe(true)
  expect(document.querySelector<HTMLElement>('.my-panel')?.style.outline).toContain('1px')
  expect(document.querySelectorAll('article.my-row.pl-notification')).toHaveLength(1)
  await panel.getByRole('button', { name: 'Mark as read: One' }).click()
  await expect.poll(bellName).toBe('Notifications')
})

test('it speaks the language that it is given, everywhere', async () => {
  await anaHas('Eins')
  const labels = {
    notifications: {
      notifications: 'Mitteilungen',
      bell: ({ text }: { text: string }) => `Mitteilungen, ${text} ungelesen`,
      onlyUnread: 'Ungelesen',
      markAsRead: (title: string) => `Als gelesen markieren: ${title}`,
      clearAll: 'Alle löschen',
      cleared: (count: { text: string } | null) => `${count?.text ?? 'Alle'} gelöscht.`,
      undo: 'Rückgängig',
    },
  }
  mount(
    <I18nProvider locale="de" labels={labels}>
      <NotificationDropdown />
    </I18nProvider>,
  )
  await expect.poll(() => document.querySelector('.pl-bell')?.ariaLabel).toBe('Mitteilungen, 1 ungelesen')
  await page.getByRole('button', { name: 'Mitteilungen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Mitteilungen' })
  await expect.element(dialog.getByRole('button', { name: 'Als gelesen markieren: Eins' })).toBeVisible()
  await expect.element(dialog.getByRole('heading', { name: 'Heute' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Alle löschen' }).click()
  await expect.element(dialog.getByText('1 gelöscht.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Rückgängig' }).click()
  await expect.poll(titles).toEqual(['Eins'])
})

test('the hook alone makes a dropdown of one’s own, with all the keys', async () => {
  await anaHas('One', 'Two')
  const follow = vi.fn<(id: string) => void>()
  function Own() {
    const view = useNotificationDropdown({ max: 1 })
    return (
      <div {...view.getRootProps()}>
        <button {...view.getBellProps()}>{view.badge}</button>
        {view.isOpen && (
          <div {...view.getPanelProps()}>
            <h2 {...view.getHeadingProps()}>Mine</h2>
            <div {...view.getScrollerProps()}>
              <div {...view.getFeedProps()}>
                {view.rows.map((row, index) => (
                  <article
                    key={row.notification.id}
                    {...view.getArticleProps(row, index)}
                    aria-label={row.notification.title}
                  >
                    <button
                      type="button"
                      onClick={() => (view.toggleRead(row.notification), follow(row.notification.id))}
                    >
                      {row.notification.read ? 'again' : 'seen'}
                    </button>
                  </article>
                ))}
              </div>
            </div>
          </div>
        )}
      </div>
    )
  }
  mount(<Own />)
  const bell = page.getByRole('button', { name: /^Notifications/ })
  await expect.element(bell).toHaveTextContent('1+')
  await bell.click()
  const dialog = page.getByRole('dialog', { name: 'Mine' })
  await expect.element(dialog.getByRole('article', { name: 'Two' })).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(dialog.getByRole('article', { name: 'One' })).toHaveFocus()
  await userEvent.tab()
  await userEvent.keyboard('{Enter}')
  await expect.element(bell).toHaveTextContent('1')
  expect(follow).toHaveBeenCalledTimes(1)
  await notify({ title: 'Three' })
  await expect.element(dialog.getByRole('article', { name: 'Three' })).toHaveAttribute('aria-posinset', '1')
  expect(await violations()).toEqual([])
  await userEvent.keyboard('{Escape}')
  await expect.element(bell).toHaveFocus()
  await expect.element(dialog).not.toBeInTheDocument()
})
