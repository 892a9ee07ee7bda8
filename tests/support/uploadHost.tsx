import { useUploadProgress } from 'pitchey-live'
import { useEffect } from 'react'
import { expect } from 'vitest'
import { page } from 'vitest/browser'
import { mount, signIn } from './stage.js'

/** Why: tests of uploads send and take back files as a page of the host would, beside what they look at. */
type Uploads = ReturnType<typeof useUploadProgress>
export let act: Uploads
function Host({ onLook }: { readonly onLook: () => void }) {
  const uploads = useUploadProgress()
  useEffect(() => {
    act = uploads
    if (uploads.status === 'success') onLook()
  })
  return null
}

/** Ben's page, without what a former test left, which is shown for an hour. */
export async function openHost(): Promise<void> {
  await signIn('ben')
  await new Promise<void>((resolve) => mount(<Host onLook={resolve} />))
  // Those of the last test may still be on their way, and come up once they are taken back.
  await expect
    .poll(async () => {
      await Promise.all(act.uploads.map(({ key }) => act.remove(key)))
      return act.uploads
    })
    .toEqual([])
}

export const send = (...files: File[]) => files.map((file) => act.upload(file))
export const row = (name: string) => page.getByRole('listitem', { name, exact: true })
export const bar = (name: string) => page.getByRole('progressbar', { name, exact: true })
export const button = (name: string) => page.getByRole('button', { name, exact: true })
export const announced = () =>
  [...document.querySelectorAll('[data-pl-part=announcer] p')].map(({ textContent }) =>
    textContent?.replace('\u200B', ''),
  )
export const list = page.getByRole('region', { name: 'Uploads' })
