import { fileURLToPath } from 'node:url'
import { openDemo } from './demo.js'
import { PITCH, screenOf } from './screen.js'
import buildDemo from '../e2e/buildDemo.js'

/** Why: the README's picture shows what the demo looks like today. `node --import tsx tests/support/takePicture.ts` */
const path = fileURLToPath(new URL('../../docs/demo.png', import.meta.url))

buildDemo()
const demo = await openDemo()
const person = await demo.arrive({
  viewport: { width: 1280, height: 930 },
  deviceScaleFactor: 1.5,
  colorScheme: 'light',
})
const { page } = await person.open('/')
const bens = page.frameLocator('iframe[title^="Ben"]')
await screenOf(bens).pitchLink(PITCH[1]).click()
await page.frameLocator('iframe[title^="Ana"]').getByRole('button', { name: 'Notifications, 4 unread' }).waitFor()
await bens.getByText('and nothing else: 19').waitFor()
await page.screenshot({ path, animations: 'disabled', fullPage: true })
await demo.close()
console.log(path)
