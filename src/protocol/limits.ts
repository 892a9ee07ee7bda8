/** Numbers that both ends keep. The server enforces them; the client stays below. */

export const PROTOCOL_VERSION = 1

/** Bytes of one frame from a client. Beyond: close 1009. */
export const MAX_FRAME_BYTES = 256 * 1024
/** Levels of JSON, the outermost object being 1. */
export const MAX_DEPTH = 16
export const MAX_TOPIC_LENGTH = 200

/** Commands accepted in any window of WINDOW_MS, per user. */
export const MAX_COMMANDS = 120
/** Commands arriving in one window, whatever their fate, before the socket is closed with 4429. */
export const MAX_ARRIVALS = 360
/** Unreadable frames in one window before the socket is closed with 1008. */
export const MAX_UNREADABLE = 10
export const WINDOW_MS = 60_000

export const MAX_TOPICS = 100
export const MAX_TOPICS_PER_SUBSCRIBE = 50
export const MAX_TOPICS_PER_WINDOW = 600
export const MAX_CONNECTIONS = 20

/** What one topic, and one `subscribed` answer, may replay; a client further behind refetches. */
export const MAX_REPLAY_EVENTS = 1_000
export const MAX_REPLAY_BYTES = 1024 * 1024
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024

/** Bytes of a draft's content as JSON, and how many of its revisions are kept. */
export const MAX_DRAFT_BYTES = 192 * 1024
export const DRAFT_REVISIONS = 50

/** The server pings this often; twice this long without a sign of life means dead. */
export const HEARTBEAT_MS = 25_000
/** How long the id of a durable command is remembered. */
export const IDEMPOTENCY_MS = 24 * 60 * 60 * 1000
/** Commands a client keeps while it cannot deliver them, and how much they may weigh together. */
export const OUTBOX_LIMIT = 100
export const OUTBOX_BYTES = 1024 * 1024

/** Bytes of one uploaded file. */
export const MAX_UPLOAD_BYTES = 2 * 1024 ** 3
