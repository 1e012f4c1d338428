import type { Place } from "../core/call.ts";

/** What an alert watches; figures are fractions (0.05 is five percent) or money of the currency named. */
export type Condition =
  /** A coin's price crosses a threshold. */
  | {
      readonly kind: "price";
      readonly asset: AlertAsset;
      readonly is: "above" | "below";
      readonly threshold: number;
      readonly currency: string;
    }
  /** It moves by a fraction within a window, up, down or either way. */
  | {
      readonly kind: "move";
      readonly asset: AlertAsset;
      readonly direction: "up" | "down" | "either";
      readonly fraction: number;
      readonly windowMs: number;
    }
  /** A coin or a layer falls by a fraction from its all-time high, or from the highest daily close of so many days. */
  | {
      readonly kind: "drawdown";
      readonly of: { readonly asset: AlertAsset } | { readonly layerId: string };
      readonly from: "ath" | { readonly days: number };
      readonly fraction: number;
    }
  /** What was traded in 24 hours, or the market cap, in US dollars. */
  | {
      readonly kind: "volume" | "cap";
      readonly asset: AlertAsset;
      readonly is: "above" | "below";
      readonly thresholdUsd: number;
    }
  /** One coin's price in another's. */
  | {
      readonly kind: "ratio";
      readonly asset: AlertAsset;
      readonly against: AlertAsset;
      readonly is: "above" | "below";
      readonly threshold: number;
    }
  /** The owner's portfolio: its value, or its change over the day. Private by nature: never to a public place. */
  | {
      readonly kind: "portfolio_value";
      readonly is: "above" | "below";
      readonly threshold: number;
      readonly currency: string;
    }
  | {
      readonly kind: "portfolio_day";
      readonly direction: "up" | "down" | "either";
      readonly fraction: number;
    }
  /** A layer's median change, its breadth (the part of members that rose) or its rank. */
  | {
      readonly kind: "layer_change";
      readonly layerId: string;
      readonly window: "24h" | "7d" | "30d";
      readonly is: "above" | "below";
      readonly fraction: number;
    }
  | {
      readonly kind: "layer_breadth";
      readonly layerId: string;
      readonly window: "24h" | "7d" | "30d";
      readonly is: "above" | "below";
      readonly fraction: number;
    }
  | { readonly kind: "layer_rank"; readonly layerId: string; readonly is: "better" | "worse"; readonly rank: number }
  /** A story about a project that was not known when the alert was made. */
  | { readonly kind: "news"; readonly projectId: string }
  /** From daily closes: relative strength, two moving averages crossing, the range of so many days broken. */
  | {
      readonly kind: "rsi";
      readonly asset: AlertAsset;
      readonly days: number;
      readonly is: "above" | "below";
      readonly threshold: number;
    }
  | {
      readonly kind: "crossing";
      readonly asset: AlertAsset;
      readonly average: "sma" | "ema";
      readonly fastDays: number;
      readonly slowDays: number;
      readonly direction: "up" | "down" | "either";
    }
  | {
      readonly kind: "range_break";
      readonly asset: AlertAsset;
      readonly days: number;
      readonly direction: "up" | "down" | "either";
    };

/** A listed coin by its id, or a token of a DEX by chain and contract, which is watched only while its liquidity is enough. */
export type AlertAsset =
  | { readonly kind: "listed"; readonly id: string }
  | { readonly kind: "token"; readonly chain: string; readonly address: string };

/** How often it tells. `repeat`: again when the condition has let go by the hysteresis and the cool-down is over. */
export type Repetition = { readonly kind: "once" } | { readonly kind: "repeat"; readonly coolDownMs: number };

/** Where an alert tells: its owner directly, a place (then it is the place's), or an address that the owner of the desk allowed. */
export type AlertTarget =
  | { readonly kind: "owner" }
  | { readonly kind: "place" }
  | { readonly kind: "webhook"; readonly url: string };

/** An alert as it is asked for. */
export interface NewAlert {
  readonly condition: Condition;
  readonly repetition: Repetition;
  readonly target: AlertTarget;
  /** The owner's own words, untrusted. */
  readonly note?: string;
  /** UTC epoch milliseconds. */
  readonly expiresAt?: number;
  /** Set where it is to tell at once if the condition holds already; else it waits until that has let go. */
  readonly tellsAtOnce?: true;
  /** Of a webhook: what its posts are signed by. */
  readonly webhookSecret?: string;
  /** Why its channel did not take a message when it was made: it is kept as `unreachable`. */
  readonly unreachable?: string;
}

/**
 * `armed`: it is watched. `fired`: it has told, and waits to be armed again (`repeat`) or is over (`once`). `paused`: by a person, or
 * until `snoozedUntil`. `unreachable`: its place is closed to us. `expired`: its time is over.
 */
export type AlertState = "armed" | "fired" | "paused" | "unreachable" | "expired";

/** An alert that is kept. */
export interface Alert extends Omit<NewAlert, "webhookSecret"> {
  /** By which people call it; unique in the desk, so that `/alert why 12` means one thing everywhere. */
  readonly number: number;
  readonly ownerId: string;
  /** Where it was made, and for `place` where it tells. */
  readonly place: Place;
  readonly state: AlertState;
  /** Why it is not watched, where the state does not say it. */
  readonly reason?: string;
  readonly snoozedUntil?: number;
  readonly createdAt: number;
  readonly firedAt?: number;
}
