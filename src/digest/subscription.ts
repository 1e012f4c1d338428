import type { Manner } from "../core/delivery.ts";
import type { Place } from "../core/call.ts";
import type { Schedule } from "./schedule.ts";

/** What a digest can be made of, in its order. */
export const SECTIONS = ["layers", "movers", "stories", "builders", "scores", "yours"] as const;

export type Section = (typeof SECTIONS)[number];

/** How much a story matters: `normal` is what names a project of the sector or is told by two publishers, `high` is both. */
export const IMPORTANCES = ["normal", "high"] as const;

export type Importance = (typeof IMPORTANCES)[number];

/** What somebody chose; JSON-safe. */
export interface DigestSettings extends Schedule {
  /** Ids of layers; empty: all of them. */
  readonly layers: readonly string[];
  readonly sections: readonly Section[];
  /** Stories with none of these are left out; empty: no such filter. */
  readonly keywordsIn: readonly string[];
  readonly keywordsOut: readonly string[];
  /** BCP 47, of whoever set it up: for numbers, dates and the language. */
  readonly locale: string;
  /** Local times in which what is due is held until they are over, or comes without a sound. */
  readonly quiet?: { readonly from: string; readonly to: string; readonly mode?: "hold" | "silent" };
  /** Movers and stories of the owner's watchlist alone; absent of a place's. */
  readonly isWatchlistOnly?: boolean;
  /** Stories that matter less are left out; absent: none is. */
  readonly minimumImportance?: Importance;
  /** How the digest of a place is posted; absent: without a sound and nothing else. */
  readonly manner?: Manner;
}

/** A digest's standing. `unreachable`: its place takes nothing any more. */
export type SubscriptionState = "active" | "paused" | "unreachable";

/** Who gets a digest, where and when. Instants in UTC epoch milliseconds. */
export interface Subscription {
  readonly number: number;
  /** Absent of a place's: it is nobody's. */
  readonly ownerId?: string;
  readonly place: Place;
  readonly settings: DigestSettings;
  readonly state: SubscriptionState;
  readonly reason?: string;
  /** Absent unless it is active. */
  readonly nextAt?: number;
  /** Up to when the last digest told. */
  readonly coveredTo: number;
  readonly createdAt: number;
  /** Counts changes: a claim repeats the one it has read. */
  readonly version: number;
}

/** What became of one slot. */
export interface Run {
  readonly slot: string;
  readonly dueAt: number;
  readonly at: number;
  /** `folded`: it was left to the next one. Otherwise how its delivery stands; `unknown` where that is forgotten. */
  readonly state: "folded" | "waiting" | "sending" | "sent" | "later" | "gone" | "dropped" | "unknown";
  readonly isLate: boolean;
  readonly reason?: string;
}

/** The digest for whoever does not choose: each day at nine, all of it. */
export const recommended = (zone: string, locale: string): DigestSettings => ({
  times: ["09:00"],
  zone,
  days: [1, 2, 3, 4, 5, 6, 7],
  layers: [],
  sections: SECTIONS,
  keywordsIn: [],
  keywordsOut: [],
  locale,
});
