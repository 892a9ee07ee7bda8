import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { HttpEnv } from './context.js'

/** The built demo: its files, and its one page for every path that is none of the server's and no file. */
export function demoPages(root: string): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()
  routes.get('*', serveStatic({ root }))
  routes.get('*', async (c, next) => {
    const { path } = c.req
    const isPage = !path.includes('.') && !/^\/(?:api|ws|healthz|readyz|metrics)(?:\/|$)/.test(path)
    return isPage ? serveStatic({ root, path: 'index.html' })(c, next) : next()
  })
  return routes
}
