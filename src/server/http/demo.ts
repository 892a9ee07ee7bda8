import { Hono } from 'hono'
import * as v from 'valibot'
import { checked } from '../commands.js'
import { readBody } from './body.js'
import type { DemoParts, HttpEnv } from './context.js'

const Switch = v.object({ on: v.boolean() })

/** What the demo needs to show failures, and to be shown twice. */
export const demoRoutes = ({ setSockets, rewind }: DemoParts): Hono<HttpEnv> =>
  new Hono<HttpEnv>()
    .post('/sockets', async (c) => {
      const { on } = checked(Switch, await readBody(c), 'body')
      setSockets(on)
      return c.json({ on })
    })
    .post('/rewind', async (c) => {
      await rewind()
      return c.json({ rewound: true })
    })
