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
}

/** What an alert's message says: of one alert, or of all that was crossed while nobody looked, for one person or place. */
export type AlertFacts =
  | { readonly kind: "one"; readonly fired: FiredAlert }
  | {
      readonly kind: "missed";
      /** The oldest first look-away and now, in UTC epoch milliseconds. */
      readonly since: number;
      readonly until: number;
      /** In order of their numbers, without charts and headlines. */
      readonly fired: readonly FiredAlert[];
    };
