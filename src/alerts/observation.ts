/** What a look at an alert's subject found. Instants in UTC epoch milliseconds; `source` as shown. */
export type Observation =
  | { readonly kind: "seen"; readonly value: number; readonly asOf: number; readonly source: string }
  /** There is a figure, but it is too old to mean now. */
  | { readonly kind: "stale"; readonly value: number; readonly asOf: number; readonly source: string }
  /** It is far from the last one, and nobody else has confirmed it. */
  | {
      readonly kind: "doubted";
      readonly value: number;
      readonly asOf: number;
      readonly source: string;
      readonly last: number;
    }
  /** There is none. @property why  a sentence of ours */
  | { readonly kind: "missing"; readonly why: string };

/** A look, and how often there is one. */
export interface Look {
  readonly seen: Observation;
  readonly everyMs: number;
}
