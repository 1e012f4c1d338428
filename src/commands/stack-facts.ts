import { benchmarksOf, type Medians, mediansOf, risingOf } from "./layer-medians.ts";
import { indexFacts, type IndexFacts } from "./index-facts.ts";
import { type IndexBook, SECTOR_INDEX } from "../sector/indices.ts";
import { known } from "../wire/figure.ts";
import { MIN_MEMBER_VOLUME_24H_USD } from "../market/liquidity.ts";
import type { Origin } from "./source-line.ts";
import type { SectorMap } from "../sector/map.ts";
import type { Stack } from "../sector/layers.ts";
import type { Window } from "../sector/layer-figures.ts";

/** The stack, layer by layer. Amounts in US dollars; changes of a layer are medians of its tokens. */
export interface StackFacts extends Origin {
  readonly window: Window;
  readonly changesOfLayersAre: "medians of their tokens";
  /** From the bottom to the top. One without changes has too few priced tokens to be ranked. */
  readonly layers: readonly StackLayer[];
  readonly sector: Medians & { readonly risingCount?: number; readonly countedCount?: number };
  readonly bitcoin?: Medians;
  readonly ethereum?: Medians;
  readonly sectorIndex?: IndexFacts;
  /** A token with less 24 h volume is not counted. */
  readonly floorVolume24hUsd: number;
}

export interface StackLayer extends Medians {
  readonly name: string;
  /** Of the tokens with a change over the window. */
  readonly risingCount?: number;
  readonly countedCount?: number;
  /** Without tokens that are priced inside another's economy. */
  readonly capUsd?: number;
  /** Whose cap moved the layer's most in 24 h. */
  readonly topContributor?: string;
  /** By how much, up or down; to three digits. */
  readonly topContributed24hUsd?: number;
}

export async function stackFacts(
  stack: Stack,
  window: Window,
  map: SectorMap,
  indices: IndexBook,
  now: number,
): Promise<StackFacts> {
  const { source, asOf, isStale } = stack;
  return {
    window,
    changesOfLayersAre: "medians of their tokens",
    layers: stack.layers.map(({ layer: { name }, figures, hasFigures }): StackLayer => {
      if (!hasFigures) return { name };
      const { capUsd, topContributor: top, moves } = figures;
      return {
        name,
        ...mediansOf(figures),
        ...risingOf(moves[window]),
        ...known({
          capUsd,
          topContributor: top && (map.project(top.projectId)?.name ?? top.projectId),
          topContributed24hUsd: top && Number(top.byUsd.toPrecision(3)),
        }),
      };
    }),
    sector: { ...mediansOf(stack.sector), ...risingOf(stack.sector.moves[window]) },
    ...benchmarksOf(stack),
    ...known({ sectorIndex: await indexFacts(indices, SECTOR_INDEX, now) }),
    floorVolume24hUsd: MIN_MEMBER_VOLUME_24H_USD,
    source,
    asOf,
    isStale,
  };
}
