import { I18nProvider, LiveMetrics, LiveViewCounter, plural, type PartialLabels } from 'pitchey-live'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { mount, signIn } from '../support/stage.js'

const zahl = plural('de')
const german: PartialLabels = {
  shell: { live: 'Live-Daten', updated: (age) => `Stand: ${age}` },
  metrics: { metrics: 'Kennzahlen', pitchViews: 'Aufrufe', totalRevenue: 'Umsatz' },
  views: { viewCount: (views) => zahl(views, { one: '# Aufruf', other: '# Aufrufe' }) },
}

test('below an I18nProvider everything is said in its words and written in its locale; what it leaves out, in English', async () => {
  await signIn('ana')
  mount(
    <I18nProvider locale="de-DE" labels={german}>
      <LiveMetrics currency="EUR" />
      <LiveViewCounter pitchId={1} trackView={false} />
    </I18nProvider>,
  )
  const metrics = page.getByRole('region', { name: 'Kennzahlen' })
  await expect.element(metrics.getByText('Live-Daten')).toBeVisible()
  const text = metrics.element().textContent
  expect(text).toContain('Aufrufe')
  expect(text).toContain('48.250\u00A0€')
  expect(text).toContain('New messages')
  expect(text).toMatch(/Stand: (?:jetzt|vor )/)
  await expect.element(page.getByRole('img', { name: /^\d+ Aufrufe$/ })).toBeVisible()
})

test('an inner provider adds to the outer one, and a component’s own words win', async () => {
  await signIn('ana')
  mount(
    <I18nProvider locale="de-DE" labels={german}>
      <I18nProvider labels={{ metrics: { totalRevenue: 'Einnahmen' } }}>
        <LiveMetrics labels={{ metrics: 'Meine Zahlen' }} locale="en-US" />
      </I18nProvider>
    </I18nProvider>,
  )
  const metrics = page.getByRole('region', { name: 'Meine Zahlen' })
  await expect.element(metrics.getByText('Live-Daten')).toBeVisible()
  const text = metrics.element().textContent
  expect(text).toContain('Aufrufe')
  expect(text).toContain('Einnahmen')
  expect(text).toContain('$48,250')
})
