import type { Platform } from "../core/call.ts";
import type { Limit, Pace } from "./deliver-pace.ts";

/** Deliveries under way at once on one platform: a slow upload holds up no neighbour, a recovered platform is not run over. */
const AT_ONCE = 8;

/** When messages were sent, as far back as a limit looks. */
class Window {
  readonly #limit: Limit;
  readonly #sentAt: number[] = [];

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  /** From when on another one may be sent. */
  freeAt(): number {
    const { count, ms } = this.#limit;
    const first = this.#sentAt.at(-count);
    return first === undefined ? 0 : first + ms;
  }

  add(now: number): void {
    this.#sentAt.push(now);
    if (this.#sentAt.length > this.#limit.count) this.#sentAt.shift();
  }

  isOver(now: number): boolean {
    return (this.#sentAt.at(-1) ?? 0) + this.#limit.ms <= now;
  }
}

interface Lane {
  readonly pace: Pace;
  readonly busy: Set<string>;
  readonly window: Window | undefined;
  /** Of each chat that a limit still counts in, the one written to longest ago first. */
  readonly chats: Map<string, readonly Window[]>;
  pausedUntil: number;
}

/**
 * Whether something may start. `soon`: at an instant within moments, or, where that is absent, when another one has ended. `wait`: the chat
 * has had its share until an instant. `later`: it has to be looked for again.
 */
export type Room =
  | { readonly kind: "now" | "later" }
  | { readonly kind: "soon"; readonly at?: number }
  | { readonly kind: "wait"; readonly until: number };

/** Longer than that nothing is kept at hand. */
const SOON_MS = 2_000;

const isGroup = (chatId: string): boolean => chatId.startsWith("-");

/** What may start now: few at once on a platform, one in a chat, no more than the platform takes, none while it wants to be left alone. */
export class Lanes {
  readonly #paces: Partial<Readonly<Record<Platform, Pace>>>;
  readonly #lanes = new Map<Platform, Lane>();

  constructor(paces: Partial<Readonly<Record<Platform, Pace>>>) {
    this.#paces = paces;
  }

  #lane(platform: Platform): Lane {
    const known = this.#lanes.get(platform);
    if (known) return known;
    const pace = this.#paces[platform] ?? {};
    const window = pace.platform && new Window(pace.platform);
    const lane: Lane = { pace, busy: new Set(), window, chats: new Map(), pausedUntil: 0 };
    this.#lanes.set(platform, lane);
    return lane;
  }

  /** Platforms that want to be left alone. */
  closed(now: number): readonly Platform[] {
    return [...this.#lanes].flatMap(([platform, { pausedUntil }]) => (pausedUntil > now ? [platform] : []));
  }

  roomFor(platform: Platform, chatId: string, now: number): Room {
    const { busy, pausedUntil, window, chats } = this.#lane(platform);
    if (pausedUntil > now || busy.has(chatId)) return { kind: "later" };
    const chatFreeAt = Math.max(0, ...(chats.get(chatId) ?? []).map((each) => each.freeAt()));
    if (chatFreeAt > now + SOON_MS) return { kind: "wait", until: chatFreeAt };
    const at = Math.max(chatFreeAt, window?.freeAt() ?? 0);
    if (at > now) return { kind: "soon", at };
    return { kind: busy.size >= AT_ONCE ? "soon" : "now" };
  }

  enter(platform: Platform, chatId: string, now: number): void {
    this.#lane(platform).busy.add(chatId);
    this.sent(platform, chatId, now);
  }

  /** One more message than the one that it entered with. */
  sent(platform: Platform, chatId: string, now: number): void {
    const { pace, window, chats } = this.#lane(platform);
    window?.add(now);
    const limits = [pace.chat, isGroup(chatId) ? pace.group : undefined].filter((limit) => limit !== undefined);
    if (limits.length === 0) return;
    const windows = chats.get(chatId) ?? limits.map((limit) => new Window(limit));
    for (const each of windows) each.add(now);
    chats.delete(chatId);
    chats.set(chatId, windows);
    for (const [oldest, its] of chats) {
      if (!its.every((each) => each.isOver(now))) break;
      chats.delete(oldest);
    }
  }

  leave(platform: Platform, chatId: string): void {
    this.#lane(platform).busy.delete(chatId);
  }

  pause(platform: Platform, until: number): void {
    const lane = this.#lane(platform);
    lane.pausedUntil = Math.max(lane.pausedUntil, until);
  }
}
