/** The table: every stream of Pitchey, one line each. */
export { dashboard } from './dashboard.js'
export { draft } from './draft.js'
export { notifications } from './notifications.js'
export { pitch } from './pitch.js'
export { uploads } from './uploads.js'
export { presence } from './presence.js'
export { typing } from './typing.js'
export { watchers } from './watchers.js'
