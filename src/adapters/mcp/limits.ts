/** Largest request body in bytes; the input of a tool is a few short fields, a batch a hundred of them. */
export const BODY_LIMIT = 256 * 1024;

/** Calls worked on at once, over all clients; more are told to come back. The market transport has its own, lower limits. */
export const OPEN_CALLS_LIMIT = 64;

/** How long one call may take. Clients of the SDK give up after 60 s (`DEFAULT_REQUEST_TIMEOUT_MSEC` in its protocol.js). */
export const CALL_LIMIT_MS = 30_000;

/** How long one HTTP request may take in all: its slowest call and the reading of its body. */
export const REQUEST_LIMIT_MS = CALL_LIMIT_MS + 5_000;

/** How long `stop`, and a client that has hung up, wait for calls that are still open. */
export const GRACE_MS = 3_000;

/** Largest message read from stdin, in bytes. */
export const LINE_LIMIT = 1024 * 1024;
