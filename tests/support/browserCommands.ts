import { fileURLToPath } from 'node:url'
import type { BrowserCommand } from 'vitest/node'

/**
 * Why: a page cannot start a server. Each test file starts a real one of its own, so that no file pulls the plug of
 * another.
 */
export const browserCommands = { startBackend, stopBackend, fillNotifications, parkPointer } satisfies Record<
  string,
  BrowserCommand<never>
>

interface Backend {
  readonly httpUrl: string
  fillNotifications(userId: number, count: number): void
  stop(): Promise<void>
}
interface TestServerModule {
  readonly startTestServer: (env: Record<string, string>) => Promise<Backend>
}

const running = new Map<string, Backend>()

/** @param origin of the page, which the server is to let in */
async function startBackend({ project }: Parameters<BrowserCommand>[0], origin: string): Promise<string> {
  // Loaded when it is needed: this file is part of the configuration, and that of the dev server, too.
  const testServer = fileURLToPath(new URL('./testServer.ts', import.meta.url))
  const { startTestServer } = await project.import<TestServerModule>(testServer)
  const backend = await startTestServer({ ALLOWED_ORIGINS: origin })
  running.set(backend.httpUrl, backend)
  return backend.httpUrl
}

async function stopBackend(_: unknown, httpUrl: string): Promise<void> {
  await running.get(httpUrl)?.stop()
  running.delete(httpUrl)
}

/** A long history, which no test has the time to make one by one. */
function fillNotifications(_: unknown, httpUrl: string, userId: number, count: number): void {
  running.get(httpUrl)?.fillNotifications(userId, count)
}

/** The pointer stays where the last test left it, and what is shown there next would be pointed at. */
function parkPointer({ page }: Parameters<BrowserCommand>[0]): Promise<void> {
  return page.mouse.move(0, 0)
}
