import * as v from 'valibot'
import { defineStream } from '../stream.js'
import { Count, Id } from './values.js'

const Watchers = v.object({ pitchId: Id, count: Count })

export const watchers = defineStream({
  name: 'watchers',
  param: Id,
  data: Watchers,
  initial: (pitchId) => ({ pitchId, count: 0 }),
  access: () => true,
  kind: 'ephemeral',
  events: {
    watchers: { schema: Watchers, reduce: (_, watching) => watching, replaces: true },
  },
  commands: {
    watch: {
      schema: v.object({ pitchId: Id, on: v.boolean() }),
      send: 'state',
      param: ({ pitchId }) => pitchId,
      ends: ({ on }) => !on,
    },
  },
})
