/** Whole seconds, rounded up, as HTTP wants them. */
export const retryAfter = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)))
