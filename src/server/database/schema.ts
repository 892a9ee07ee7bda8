import type { Database } from './database.js'

/** `rt_*` is the log and what belongs to it, the rest is Pitchey's. Times are milliseconds since 1970, JSON is TEXT. */
const TABLES = [
  `CREATE TABLE IF NOT EXISTS rt_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)`,

  // head: newest offset. floor: newest offset that was trimmed. state: the fold of all events up to head.
  `CREATE TABLE IF NOT EXISTS rt_topic (
    topic TEXT PRIMARY KEY, head BIGINT NOT NULL, floor BIGINT NOT NULL, state TEXT NOT NULL)`,

  `CREATE TABLE IF NOT EXISTS rt_event (
    topic TEXT NOT NULL, off BIGINT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL, expires_at BIGINT,
    PRIMARY KEY (topic, off))`,
  `CREATE INDEX IF NOT EXISTS rt_event_expires ON rt_event (expires_at)`,

  `CREATE TABLE IF NOT EXISTS rt_command (
    user_id BIGINT NOT NULL, id TEXT NOT NULL, fingerprint TEXT NOT NULL, ack TEXT, at BIGINT NOT NULL,
    PRIMARY KEY (user_id, id))`,
  `CREATE INDEX IF NOT EXISTS rt_command_at ON rt_command (at)`,

  // Topics whose published state is behind the domain rows. marks: makes each mark a write, hence a row lock.
  `CREATE TABLE IF NOT EXISTS rt_dirty (topic TEXT PRIMARY KEY, marks BIGINT NOT NULL)`,

  `CREATE TABLE IF NOT EXISTS rt_ticket (hash TEXT PRIMARY KEY, session TEXT NOT NULL, expires_at BIGINT NOT NULL)`,

  `CREATE TABLE IF NOT EXISTS notifications (
    user_id BIGINT NOT NULL, off BIGINT NOT NULL, content TEXT NOT NULL, created_at BIGINT NOT NULL,
    read INTEGER NOT NULL, PRIMARY KEY (user_id, off))`,

  // When each user last cleared them, and whether that was taken back; and what can be had back for a while.
  `CREATE TABLE IF NOT EXISTS notification_clear (
    user_id BIGINT PRIMARY KEY, at BIGINT NOT NULL, restored INTEGER NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS notification_cleared (
    user_id BIGINT NOT NULL, off BIGINT NOT NULL, content TEXT NOT NULL, created_at BIGINT NOT NULL,
    read INTEGER NOT NULL, cleared_at BIGINT NOT NULL, PRIMARY KEY (user_id, off))`,
  `CREATE INDEX IF NOT EXISTS notification_cleared_at ON notification_cleared (cleared_at)`,

  `CREATE TABLE IF NOT EXISTS dashboard (
    user_id BIGINT PRIMARY KEY, total_revenue DOUBLE PRECISION NOT NULL, active_investors BIGINT NOT NULL,
    new_messages BIGINT NOT NULL)`,

  `CREATE TABLE IF NOT EXISTS pitches (
    id BIGINT PRIMARY KEY, owner_id BIGINT NOT NULL, title TEXT NOT NULL,
    view_count BIGINT NOT NULL, unique_viewers BIGINT NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS pitches_owner ON pitches (owner_id)`,

  // One row per person and pitch. again_at: from when on another view counts. notified: the owner was told.
  `CREATE TABLE IF NOT EXISTS pitch_viewer (
    pitch_id BIGINT NOT NULL, viewer_id BIGINT NOT NULL, username TEXT NOT NULL, views BIGINT NOT NULL,
    last_at BIGINT NOT NULL, again_at BIGINT NOT NULL, notified INTEGER NOT NULL, PRIMARY KEY (pitch_id, viewer_id))`,
  `CREATE INDEX IF NOT EXISTS pitch_viewer_recent ON pitch_viewer (pitch_id, last_at)`,

  // Who may read and write a conversation. user_id 0 is nobody: the conversation was emptied.
  `CREATE TABLE IF NOT EXISTS conversation_participants (
    conversation_id TEXT NOT NULL, user_id BIGINT NOT NULL, PRIMARY KEY (conversation_id, user_id))`,

  // Every counted view, for analytics.
  `CREATE TABLE IF NOT EXISTS pitch_view (pitch_id BIGINT NOT NULL, viewer_id BIGINT NOT NULL, at BIGINT NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS pitch_view_at ON pitch_view (pitch_id, at)`,

  // Whose file is what; the bytes lie in UPLOAD_DIR under the id. received: bytes there when its last request ended.
  `CREATE TABLE IF NOT EXISTS uploads (
    id TEXT PRIMARY KEY, user_id BIGINT NOT NULL, filename TEXT NOT NULL, metadata TEXT NOT NULL, size BIGINT,
    received BIGINT NOT NULL, status TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
    ended_at BIGINT)`,
  `CREATE INDEX IF NOT EXISTS uploads_user ON uploads (user_id)`,
  `CREATE INDEX IF NOT EXISTS uploads_status ON uploads (status, expires_at)`,

  // Who may edit another's draft.
  `CREATE TABLE IF NOT EXISTS draft_collaborator (
    owner_id BIGINT NOT NULL, draft_id TEXT NOT NULL, user_id BIGINT NOT NULL,
    PRIMARY KEY (owner_id, draft_id, user_id))`,
  `CREATE INDEX IF NOT EXISTS draft_collaborator_user ON draft_collaborator (user_id)`,

  // Who saved a draft, and when. What they saved is the event at that offset of the draft's topic.
  `CREATE TABLE IF NOT EXISTS draft_revision (
    owner_id BIGINT NOT NULL, draft_id TEXT NOT NULL, revision BIGINT NOT NULL, draft_type TEXT NOT NULL,
    user_id BIGINT NOT NULL, username TEXT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (owner_id, draft_id, revision))`,
]

export const createTables = (database: Database): Promise<void> =>
  database.write(async (tx) => {
    for (const table of TABLES) await tx.query(table)
  })
