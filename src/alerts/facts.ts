import type { Alert } from "./alert.ts";

/** What a condition is about, by name; `against` of a ratio. From outside, where coins are named. */
export interface AlertNames {
  readonly subject: string;
  readonly against?: string;
}

/** A story that belongs to an alert. From outside: untrusted. */
export interface AlertHeadline {
  readonly title: string;
  readonly link: string;
  readonly publisher: string;
  /** UTC epoch milliseconds. */
  readonly publishedAt: number;
}

/** The recent price of what an alert is about, for a picture. Points oldest first, in UTC epoch milliseconds. */
export interface AlertChart {
  readonly points: readonly (readonly [at: number, price: number])[];
  readonly currency: string;
  readonly source: string;
  readonly asOf: number;
}

/** All that is known of an alert when it tells. JSON-safe. Figures are as in its condition: fractions, or money of its currency. */
export interface FiredAlert {
  readonly alert: Alert;
  readonly names: AlertNames;
  /** What the condition compares, and where it began to hold. Of news neither means anything to people. */
  readonly value: number;
  readonly threshold: number;
  readonly source: string;
  /** Of the figure, by its source's clock; `firedAt` by ours. UTC epoch milliseconds. */
  readonly asOf: number;
  readonly firedAt: number;
  /** Why it tells, in one sentence of ours. */
  readonly why: string;
  /** When there last was a figure before, where the desk or its sources were away for longer than usual: it may have crossed at any time since. */
  readonly missedSince?: number;
  readonly chart?: AlertChart;
  /** The newest related story; of a news alert the one that it tells of. */
  readonly headline?: AlertHeadline;
  /** Of news: stories besides the headline that came since it told last, the newest first; `count` of all, `newest` of some. */
  readonly moreStories?: { readonly count: number; readonly newest: readonly AlertHeadline[] };
}

/** What alerts' messages say: of one, or of several for one person or place. Those are in order of their numbers, in short. */
export type AlertFacts =
  | { readonly kind: "one"; readonly fired: FiredAlert }
  | {
      readonly kind: "missed";
      /** The oldest first look-away and now, in UTC epoch milliseconds. */
      readonly since: number;
      readonly until: number;
      readonly fired: readonly FiredAlert[];
    }
  /** More than it takes messages for that told at once. */
  | { readonly kind: "many"; readonly firedAt: number; readonly fired: readonly FiredAlert[] }
  /** They have had no figure for days: nothing has told, and they are watched on. */
  | { readonly kind: "silent"; readonly at: number; readonly alerts: readonly SilentAlert[] };

/** An alert of which there is no figure. */
export interface SilentAlert {
  readonly alert: Alert;
  readonly names: AlertNames;
  /** When there last was one, in UTC epoch milliseconds; absent where there has never been one since it was made. */
  readonly seenAt?: number;
}
