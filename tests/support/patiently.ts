/** Why: a test waits for what it expects, and a busy machine may need longer for it than `expect.poll`'s one second. */
export const PATIENTLY = { timeout: 20_000, interval: 20 }
