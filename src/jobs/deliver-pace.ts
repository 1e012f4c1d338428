import type { Platform } from "../core/call.ts";

/** After a first try that failed, and at most; each pause is twice the one before. */
const FIRST_MS = 2_000;
const LONGEST_MS = 15 * 60_000;

/** Deliveries under way at once on one platform: a slow upload holds up no neighbour, a recovered platform is not run over. */
const AT_ONCE = 8;

/** Telegram takes about 30 messages a second of one bot (its FAQ, "broadcasting to users"); discord.js counts Discord's 50 itself. */
const PER_SECOND: Partial<Record<Platform, number>> = { telegram: 25 };

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

interface Lane {
  readonly busy: Set<string>;
  pausedUntil: number;
  second: number;
  startedInIt: number;
}

/** What may start now: few at once on a platform, one in a chat, none while the platform wants to be left alone. */
export class Lanes {
  readonly #lanes = new Map<Platform, Lane>();

  #lane(platform: Platform): Lane {
    const lane = this.#lanes.get(platform) ?? { busy: new Set(), pausedUntil: 0, second: 0, startedInIt: 0 };
    this.#lanes.set(platform, lane);
    return lane;
  }

  /** Platforms that want to be left alone. */
  closed(now: number): readonly Platform[] {
    return [...this.#lanes].flatMap(([platform, { pausedUntil }]) => (pausedUntil > now ? [platform] : []));
  }

  /** `soon`: as soon as another one has ended, or with the next second. `later`: it has to be looked for again. */
  roomFor(platform: Platform, chatId: string, now: number): "now" | "soon" | "later" {
    const { busy, pausedUntil, second, startedInIt } = this.#lane(platform);
    if (pausedUntil > now || busy.has(chatId)) return "later";
    const isFast = second === Math.floor(now / 1_000) && startedInIt >= (PER_SECOND[platform] ?? Infinity);
    return isFast || busy.size >= AT_ONCE ? "soon" : "now";
  }

  enter(platform: Platform, chatId: string, now: number): void {
    const lane = this.#lane(platform);
    const second = Math.floor(now / 1_000);
    if (lane.second !== second) Object.assign(lane, { second, startedInIt: 0 });
    lane.startedInIt += 1;
    lane.busy.add(chatId);
  }

  leave(platform: Platform, chatId: string): void {
    this.#lane(platform).busy.delete(chatId);
  }

  pause(platform: Platform, until: number): void {
    const lane = this.#lane(platform);
    lane.pausedUntil = Math.max(lane.pausedUntil, until);
  }
}
