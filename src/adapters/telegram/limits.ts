// Sources: Bot API 10.1 (core.telegram.org/bots/api) unless said; text is measured after entities are parsed.

/** Characters of a message's text, and of a picture's or file's caption. */
export const TEXT_LIMIT = 4_096;
export const CAPTION_LIMIT = 1_024;

/** Entities of one message (core.telegram.org/api/entities: the rest is ignored). */
export const ENTITIES_LIMIT = 100;

/** Characters of the alert that answers a button press. */
export const ALERT_LIMIT = 200;

/** Messages that one reply may become; what is left goes into an attached file. Ours: more is a flood, and 20 a minute is all a group takes. */
export const MESSAGE_LIMIT = 3;

/** Commands listed in a member's menu. Ours: a phone shows no more without scrolling. */
export const MENU_LIMIT = 16;

/** Commands in any one list, and characters of a command's description. */
export const COMMANDS_LIMIT = 100;
export const DESCRIPTION_LIMIT = 256;

/** Characters of a button's label that phones show in one row; buttons side by side. Ours: Telegram cuts labels, it refuses none. */
export const LABEL_LIMIT = 48;
export const ROW_WIDTH = 32;
export const ROW_BUTTONS = 3;

/** Bytes of a webhook call's body that are read; an update with the longest text is a few tens of kilobytes. */
export const UPDATE_BYTES = 1_048_576;

/** Bytes of a file that a bot may fetch (core.telegram.org/bots/api#getfile). */
export const FILE_BYTES = 20 * 1024 * 1024;

/** Questions in a group, and in a direct chat, that are older than this on arrival are not answered any more. */
export const GROUP_AGE_MS = 2 * 60_000;
export const DIRECT_AGE_MS = 10 * 60_000;

/** Results of one inline query: Telegram takes 50, a phone shows so many beside the keyboard. */
export const INLINE_RESULTS = 4;

/** Seconds for which Telegram may answer the same query of the same person by itself: a price's own age is about that. */
export const INLINE_CACHE_S = 30;
/** The same where nothing was found: the next one may find it. */
export const INLINE_EMPTY_CACHE_S = 5;

/** Characters of the line under a result's title. Ours: phones show no more. */
export const INLINE_LINE = 120;

/** Pictures of inline results: how long Telegram may fetch one, and how many are kept, of about 60 KB each. */
export const PICTURE_LIFE_MS = 15 * 60_000;
export const PICTURES_KEPT = 100;

/** How long things take. Tests shorten them. */
export interface Timings {
  /** Seconds that Telegram may hold a poll open. */
  readonly pollSeconds: number;
  /** What a poll may take beyond those seconds, until it counts as hanging. */
  readonly pollGraceMs: number;
  /** Any call but a poll, and an upload. */
  readonly callMs: number;
  readonly uploadMs: number;
  /** Fetching a document. */
  readonly downloadMs: number;
  /** First and longest pause between tries; each is twice the one before, so an outage is noticed over after less than its own length. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How long an answer is kept trying to get out. */
  readonly patienceMs: number;
  /** How long another poller is put up with, and how long without it until it counts as gone. */
  readonly conflictMs: number;
  readonly calmMs: number;
  /** How long open work may take at `stop`. */
  readonly stopMs: number;
  /** When "typing" is first shown, and how often again: Telegram shows it for 5 s. */
  readonly typingAfterMs: number;
  readonly typingEveryMs: number;
  /** Between two changes of a status line; groups take 20 messages a minute, edits included (tdlib/td#2592). */
  readonly statusMs: number;
  /** A draft is shown for 30 s. */
  readonly draftLifeMs: number;
  /** A press that is not answered by then gets an empty answer, which ends the button's spinner. */
  readonly acknowledgeMs: number;
  /** How long an inline query has to rest until it is looked up, since one comes with each letter; and how long that may take. */
  readonly inlineRestMs: number;
  readonly inlineMs: number;
  /** How long somebody's rights in a group are taken as known. */
  readonly roleMs: number;
}

export const TIMINGS: Timings = {
  pollSeconds: 25,
  pollGraceMs: 10_000,
  callMs: 20_000,
  uploadMs: 60_000,
  downloadMs: 60_000,
  firstPauseMs: 200,
  longestPauseMs: 15_000,
  patienceMs: 10 * 60_000,
  conflictMs: 2 * 60_000,
  calmMs: 60_000,
  stopMs: 5_000,
  typingAfterMs: 400,
  typingEveryMs: 4_500,
  statusMs: 2_000,
  draftLifeMs: 20_000,
  acknowledgeMs: 700,
  inlineRestMs: 250,
  inlineMs: 1_000,
  roleMs: 60_000,
};
