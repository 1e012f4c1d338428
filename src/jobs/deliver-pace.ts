import type { Platform } from "../core/call.ts";

/** After a first try that failed, and at most; each pause is twice the one before. */
const FIRST_MS = 2_000;
const LONGEST_MS = 15 * 60_000;

/** At most so many messages in any stretch of so long. */
export interface Limit {
  readonly count: number;
  readonly ms: number;
}

/** How fast a platform may be written to; what is absent is not limited by us. */
export interface Pace {
  readonly platform?: Limit;
  readonly chat?: Limit;
  /** In a chat of several people, besides. */
  readonly group?: Limit;
}

/**
 * Telegram takes about 30 messages a second of one bot, one a second in a chat and 20 a minute in a group (its FAQ, "broadcasting to
 * users"); discord.js counts Discord's limits itself.
 */
export const PACES: Partial<Readonly<Record<Platform, Pace>>> = {
  telegram: {
    platform: { count: 25, ms: 1_000 },
    chat: { count: 1, ms: 1_000 },
    group: { count: 20, ms: 60_000 },
  },
};

/**
 * How long to wait for the next try: what the platform asked for, else twice as long each time; some of it by chance, so that
 * those who failed together do not come back together.
 * @param afterMs  the least
 * @param attempts  tries so far, from 1
 * @param random  0 to 1
 */
export function waitMs(afterMs: number, attempts: number, random: () => number): number {
  const backOff = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 30)) * (0.5 + random() / 2);
  return Math.ceil(Math.max(afterMs * (1 + random() / 10), backOff));
}
