import { changeOver, mediansOf, pointsApart } from "./layer-medians.ts";
import { DAY_MS, dayOf } from "../market/closes.ts";
import { type IndexBook, SECTOR_INDEX } from "../sector/indices.ts";
import { known } from "../wire/figure.ts";
import type { Origin } from "./source-line.ts";
import { ranks } from "../sector/layer-figures.ts";
import { ranksBefore } from "../sector/layer-ranks.ts";
import type { ROTATIONS } from "./layer-window.ts";
import type { Stack } from "../sector/layers.ts";
import { utcDay } from "../core/format.ts";

/** The layers in the order of their median change over the window, and how the order was before. */
export interface RotationFacts extends Origin {
  readonly window: (typeof ROTATIONS)[number];
  /** The highest median first. */
  readonly layers: readonly RankedLayer[];
  /** Layers with too few priced tokens to be ranked. */
  readonly unranked: readonly string[];
  /** UTC day of the earlier ranks; absent where none were kept. */
  readonly beforeOnDay?: string;
  /** UTC day since which figures are kept; absent where none are. */
  readonly keptSinceDay?: string;
}

interface RankedLayer {
  readonly id: string;
  readonly name: string;
  readonly rankNow: number;
  readonly rankBefore?: number;
  readonly medianChangeFraction: number;
  /** Less the median of all tokens of the sector. */
  readonly vsSectorPercentagePoints?: number;
}

const DAYS = { "7d": 7, "30d": 30 } as const;

export async function rotationFacts(
  stack: Stack,
  window: RotationFacts["window"],
  indices: IndexBook,
  at: number,
): Promise<RotationFacts> {
  const placed = ranks(new Map(stack.layers.map((each) => [each.layer.id, each.figures])), window);
  const before = await ranksBefore(indices, window, DAYS[window], at);
  const kept = await indices.levels(SECTOR_INDEX, dayOf(at) - 1);
  const sector = changeOver(mediansOf(stack.sector), window);
  const layers = stack.layers.flatMap(({ layer: { id, name }, figures }): RankedLayer[] => {
    const [rankNow, medianChangeFraction] = [placed.get(id), figures.moves[window]?.median];
    if (rankNow === undefined || medianChangeFraction === undefined) return [];
    return [
      {
        id,
        name,
        rankNow,
        medianChangeFraction,
        ...known({
          rankBefore: before?.ranks.get(id),
          vsSectorPercentagePoints: pointsApart(medianChangeFraction, sector),
        }),
      },
    ];
  });
  const { source, asOf, isStale } = stack;
  return {
    window,
    layers: layers.toSorted((a, b) => a.rankNow - b.rankNow),
    unranked: stack.layers.flatMap(({ layer }) => (placed.has(layer.id) ? [] : [layer.name])),
    ...known({
      beforeOnDay: before && utcDay(before.day * DAY_MS),
      keptSinceDay: kept && utcDay(kept.first.day * DAY_MS),
    }),
    source,
    asOf,
    isStale,
  };
}
