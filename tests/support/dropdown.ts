import { expect, vi } from 'vitest'
import { page } from 'vitest/browser'
import { command, notify } from './stage.js'

/** Why: several files look at the dropdown, and call its parts by the names that people and screen readers know. */
export const bell = page.getByRole('button', { name: /^Notifications/ })
export const panel = page.getByRole('dialog', { name: 'Notifications' })
export const heading = panel.getByRole('heading', { name: 'Notifications' })
export const article = (name: string) => panel.getByRole('article', { name })
export const root = () => document.querySelector('.pl-notifications')
export const state = () => root()?.getAttribute('data-state')
export const bellName = () => bell.element().getAttribute('aria-label')
export const titles = () =>
  [...document.querySelectorAll('.pl-notification-main')].map(({ textContent }) => textContent)

/** Oldest first. */
export async function anaHas(...notifications: readonly (object | string)[]): Promise<void> {
  await command('ana', 'notification_clear', {})
  for (const each of notifications) await notify(typeof each === 'string' ? { title: each } : each)
}

export async function open(): Promise<void> {
  await bell.click()
  await expect.element(panel).toBeVisible()
}

/** Counts what goes over the socket from now on. */
export function countCommands(type: string): () => number {
  const send = vi.spyOn(WebSocket.prototype, 'send')
  return () => send.mock.calls.filter(([frame]) => typeof frame === 'string' && frame.includes(`"${type}"`)).length
}
