import * as v from 'valibot'
import { defineStream } from '../stream.js'
import { draft, DraftName, wholeName } from './draft.js'
import { Id } from './values.js'

const Editors = v.object({ editors: v.array(v.object({ userId: Id, username: v.string() })) })

/** Who has a draft open, of those who may edit it. */
export const editors = defineStream({
  name: 'editors',
  param: draft.param,
  data: Editors,
  initial: () => ({ editors: [] }),
  meant: wholeName,
  // The server looks up who may edit the draft.
  access: () => true,
  kind: 'ephemeral',
  events: {
    editors: { schema: Editors, reduce: (_, open) => open, replaces: true },
  },
  commands: {
    edit_draft: {
      schema: v.object({ draftId: DraftName, on: v.boolean() }),
      send: 'state',
      param: ({ draftId }) => draftId,
      ends: ({ on }) => !on,
    },
  },
})
