/** The demo's own streams, one line each: page and server take them from here. */
export { comments } from './comments.js'
export { messages } from './messages.js'
