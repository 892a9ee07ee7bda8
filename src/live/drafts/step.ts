import { sameContent } from './content.js'
import type { Draft, DraftEvent, World } from './draft.js'
import { edited, editedElsewhere, restored } from './edit.js'
import { beganAnew, confirmed, counted, resolved } from './join.js'
import { admitted, linked, refused, save, saved, savedNow, unanswered } from './save.js'

/** @returns the draft after the event. Whenever `saving` is another object than before, it is to be sent, under its id. */
export function step(draft: Draft, event: DraftEvent, world: World): Draft {
  const next = decide(draft, event, world)
  // What came on top of a decision would be undone with it.
  const isBuiltUpon = next.before === draft.before && next.mine !== draft.mine && !sameContent(next.mine, draft.mine)
  return isBuiltUpon ? { ...next, before: null } : next
}

function decide(draft: Draft, event: DraftEvent, world: World): Draft {
  switch (event.is) {
    case 'edited':
      return save(edited(draft, event, world), world)
    case 'edited elsewhere':
      return editedElsewhere(draft, event, world)
    case 'confirmed':
      return save(confirmed(draft, event.version, world), world)
    case 'began anew':
      return save(beganAnew(draft, event.version, world), world)
    case 'restored':
      return save(restored(draft, event.copy, world), world)
    case 'link':
      return save(linked(draft, event.isUp, world), world)
    case 'admitted':
      return save(admitted(draft, event.isAdmitted, world), world)
    case 'due':
      return save(draft, world)
    case 'save':
      return save(savedNow(draft), world)
    case 'saved':
      return save(saved(draft, event, world), world)
    case 'unanswered':
      return unanswered(draft, event, world)
    case 'refused':
      return save(refused(draft, event, world), world)
    case 'resolved':
      return save(resolved(draft, event.choices, world), world)
    case 'undone':
      return draft.before ? counted({ ...draft, ...draft.before, before: null }, draft, world) : draft
    default:
      return event satisfies never
  }
}
