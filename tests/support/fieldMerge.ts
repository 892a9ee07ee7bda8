import { sameContent, type Content } from '../../src/live/drafts/content.js'
import type { Conflict } from '../../src/live/drafts/conflict.js'
import type { Choices } from '../../src/live/drafts/resolve.js'
import type { Rule, Sides } from '../../src/live/drafts/rule.js'

/** Why: the machine must be right with any merge. This is the plainest: a field that both changed is in conflict. */
export const fieldMerge: Rule = {
  merge: (sides) => ({ content: join(sides, {}), conflicts: conflictsIn(sides), review: [] }),
  resolve: (sides, choices) => {
    const open = conflictsIn(sides).filter(({ id }) => choices[id] === undefined)
    if (open.length > 0) throw new Error(`Not decided: ${open.map(({ id }) => id).join()}`)
    return join(sides, choices)
  },
}

const fieldsOf = ({ base, mine, theirs }: Sides) => [
  ...new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]),
]

const isOpen = ({ base, mine, theirs }: Sides, name: string) =>
  !sameContent(base[name], mine[name]) &&
  !sameContent(base[name], theirs[name]) &&
  !sameContent(mine[name], theirs[name])

const idOf = (sides: Sides, name: string) => JSON.stringify([name, sides.mine[name], sides.theirs[name]])

const conflictsIn = (sides: Sides): Conflict[] =>
  fieldsOf(sides)
    .filter((name) => isOpen(sides, name))
    .map((name) => ({
      kind: 'value',
      id: idOf(sides, name),
      path: [name],
      canTakeBoth: true,
      base: sides.base[name],
      mine: sides.mine[name],
      theirs: sides.theirs[name],
    }))

function join(sides: Sides, choices: Choices): Content {
  const { base, mine, theirs } = sides
  const joined = fieldsOf(sides).map((name): [string, unknown] => {
    if (!isOpen(sides, name)) return [name, sameContent(base[name], mine[name]) ? theirs[name] : mine[name]]
    const choice = choices[idOf(sides, name)] ?? 'mine'
    if (choice === 'mine') return [name, mine[name]]
    if (choice === 'theirs') return [name, theirs[name]]
    return [name, choice === 'both' ? `${String(mine[name])} ${String(theirs[name])}` : choice.edit]
  })
  return Object.fromEntries(joined.filter(([, value]) => value !== undefined))
}
