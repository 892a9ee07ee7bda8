import { expect } from 'vitest'
import type { DraftSync, FormContent } from 'pitchey-live'
import type { Frame } from './draftFrame.js'
import { configuration, tokenOf, type Name } from './stage.js'

export interface TabOptions {
  readonly apiUrl: string
  readonly token: string
  readonly draftId: string
  readonly autoSaveInterval: number
}

/** Why: a second tab of somebody is another page with the same storage, told of it as tabs are, and closed as they are. */
export interface Tab {
  readonly draft: () => DraftSync<FormContent>
  readonly is: (status: string) => Promise<void>
  /** The page goes away, with all that an unloading page is told and allowed. */
  readonly close: () => void
}

export async function openTab(who: Name, draftId: string, autoSaveInterval = 500): Promise<Tab> {
  const frame = document.createElement('iframe')
  const ready = new Promise<Frame>((resolve) => {
    const options: TabOptions = {
      apiUrl: String(configuration.apiUrl),
      token: '',
      draftId,
      autoSaveInterval,
    }
    Object.assign(window, {
      openedTab: async (start: (options: TabOptions) => Frame) =>
        resolve(start({ ...options, token: await tokenOf(who) })),
    })
  })
  frame.srcdoc = `<!doctype html><body></body><script type="module">
    import { start } from '${new URL('./draftFrame.tsx', import.meta.url).pathname}'
    parent.openedTab(start)
  </script>`
  document.body.append(frame)
  const started = await ready
  const draft = () => started.draft() ?? ({ status: 'not shown' } as unknown as DraftSync<FormContent>) // not drawn yet
  return {
    draft,
    is: async (status) => {
      await expect.poll(() => draft().status).toBe(status)
    },
    close: () => frame.remove(),
  }
}
