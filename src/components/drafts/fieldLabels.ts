import type { Path } from '../../live/drafts/conflict.js'

/**
 * What fields are called, by their path: `title`, `cast[7].name` for the element with the id 7, `cast[].name` for that of any.
 * Or a function that says it; for what that leaves out, the path is made readable.
 */
export type FieldLabels = Readonly<Record<string, string>> | ((path: Path) => string | undefined)
