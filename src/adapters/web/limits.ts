/** A typed line of 10,000 characters of four bytes each, and room for its JSON. Beyond it the body is not read. */
export const BODY_BYTES = 64 * 1024;

/** One file sent to the desk; how many may be on their way at once. */
export const UPLOAD_BYTES = 20 * 1024 * 1024;
export const OPEN_UPLOADS = 4;

/** Files that wait for the turn that uses them: of all browsers together, and for how long. */
export const KEPT_UPLOAD_BYTES = 64 * 1024 * 1024;
export const KEEP_UPLOAD_MS = 10 * 60_000;

/** Questions that one browser may have open at once. */
export const OPEN_TURNS = 4;

/** Answers kept for a page that lost its connection, and for how long. A chart makes one about 100 kB. */
export const KEPT_TURNS = 200;
export const KEEP_TURN_MS = 10 * 60_000;

/** Pages of one browser that may wait for unasked messages, and of all browsers together. */
export const PAGES_EACH = 8;
export const PAGES = 1_000;

/** An empty line this often tells proxies and the page that an open stream is alive. */
export const BEAT_MS = 15_000;

/** A page says that it has an unasked message; without a word by then nobody knows. */
export const RECEIPT_MS = 5_000;

/** When an unasked message to a browser without an open page is worth another try. */
export const RETRY_CLOSED_MS = 60_000;

/** How long a request may take to arrive: a file of 20 MB over 6 Mbit/s, and no slow line that holds a place for ever. */
export const ARRIVAL_MS = 30_000;

/** How long `stop` waits for open questions, and then for open connections. */
export const FINISH_MS = 4_000;

/** How long an owner link is good for: long enough to be found in a service's log the next morning. */
export const OWNER_LINK_MS = 24 * 3_600_000;

/** Tries at the sign-in code: all browsers together, so that minting cookies buys no more of them. */
export const SIGN_IN_TRIES = { capacity: 10, refillMs: 6_000 } as const;

/** Requests of all who came from elsewhere without a sign-in, together: they cost provider calls and rows. */
export const STRANGER_REQUESTS = { capacity: 120, refillMs: 500 } as const;

/** The longest that Chromium keeps a cookie: https://developer.chrome.com/blog/cookie-max-age-expires */
export const COOKIE_SECONDS = 400 * 86_400;

/** Digests that the list and the feed name, and drawn pictures of digests that are kept: each is about 100 kB. */
export const EDITIONS_LISTED = 30;
export const EDITION_PICTURES = 100;
