import { known } from "../wire/figure.ts";
import type { LayerFigures, Move, Window } from "../sector/layer-figures.ts";
import type { Stack } from "../sector/layers.ts";

/** Median changes, as fractions. */
export interface Medians {
  readonly change24h?: number;
  readonly change7d?: number;
  readonly change30d?: number;
}

export const mediansOf = ({ moves }: Pick<LayerFigures, "moves">): Medians =>
  known({ change24h: moves["24h"]?.median, change7d: moves["7d"]?.median, change30d: moves["30d"]?.median });

/** The change over a window. */
export const changeOver = ({ change24h, change7d, change30d }: Medians, window: Window): number | undefined =>
  ({ "24h": change24h, "7d": change7d, "30d": change30d })[window];

/** How many rose of those that have a change. */
export const risingOf = (move: Move | undefined): { readonly risingCount?: number; readonly countedCount?: number } =>
  move ? { risingCount: Math.round(move.breadth * move.count), countedCount: move.count } : {};

/** What bitcoin and ether did. */
export const benchmarksOf = ({ benchmarks }: Stack): { readonly bitcoin?: Medians; readonly ethereum?: Medians } => {
  const changes = (id: string): Medians | undefined => {
    const row = benchmarks.get(id);
    return row && known({ change24h: row.change24h, change7d: row.change7d, change30d: row.change30d });
  };
  return known({ bitcoin: changes("bitcoin"), ethereum: changes("ethereum") });
};

/** A difference of two fractions in percentage points. */
export const pointsApart = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : Math.round((one - other) * 10_000) / 100;
