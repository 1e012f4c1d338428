import { benchmarksOf, changeOver, type Medians, mediansOf, pointsApart, risingOf } from "./layer-medians.ts";
import { indexFacts, type IndexFacts } from "./index-facts.ts";
import { MIN_MEMBERS, ranks, type Window } from "../sector/layer-figures.ts";
import { DAY_MS } from "../market/closes.ts";
import type { EarlierRanks } from "../sector/layer-ranks.ts";
import type { IndexBook } from "../sector/indices.ts";
import { known } from "../wire/figure.ts";
import type { LayerNow, PricedMember, Stack } from "../sector/layers.ts";
import { MIN_MEMBER_VOLUME_24H_USD } from "../market/liquidity.ts";
import type { Origin } from "./source-line.ts";
import type { SectorMap } from "../sector/map.ts";
import { utcDay } from "../core/format.ts";

/** A layer and its members. Amounts in US dollars. */
export interface LayerFacts extends Origin {
  readonly layerId: string;
  readonly name: string;
  readonly what: string;
  readonly window: Window;
  /** Absent where too few tokens count for the layer to have figures of its own. */
  readonly figures?: {
    /** The middle change of its tokens. */
    readonly median: Medians;
    readonly risingCount?: number;
    readonly countedCount?: number;
    /** Without tokens that are priced inside another's economy. */
    readonly capUsd?: number;
    readonly largest?: { readonly name: string; readonly shareOfCapFraction: number };
    /** The median over the window less that of each. */
    readonly vsBitcoinPercentagePoints?: number;
    readonly vsEthereumPercentagePoints?: number;
    readonly vsSectorPercentagePoints?: number;
    /** By the median over the window, 1 for the highest. */
    readonly rank?: {
      readonly now: number;
      readonly of: number;
      readonly before?: number;
      readonly beforeOnDay?: string;
    };
  };
  readonly index?: IndexFacts;
  /** The largest cap first. */
  readonly members: readonly MemberFacts[];
  readonly withoutToken: readonly { readonly projectId: string; readonly name: string }[];
  /** In this layer, and no part of its figures. */
  readonly benchmarks: readonly string[];
  readonly leastMembers: number;
  readonly floorVolume24hUsd: number;
}

export interface MemberFacts {
  readonly projectId: string;
  readonly name: string;
  readonly symbol: string;
  readonly price?: number;
  /** Over the window. */
  readonly changeFraction?: number;
  /** Of the layer's cap. */
  readonly shareFraction?: number;
  /** Set on a token priced inside another's economy: how its price changed in that token. */
  readonly inParent?: { readonly symbol: string; readonly changeFraction?: number };
  readonly leftOut?: "no figures" | "below the volume floor";
}

/** What `/layer` says. @param before  the ranks a week earlier, where they were kept */
export async function layerFacts(
  now: LayerNow,
  stack: Stack,
  window: Window,
  before: EarlierRanks | undefined,
  { map, indices, at }: { readonly map: SectorMap; readonly indices: IndexBook; readonly at: number },
): Promise<LayerFacts> {
  const { layer, members, hasFigures } = now;
  const { source, asOf, isStale } = stack;
  return {
    layerId: layer.id,
    name: layer.name,
    what: layer.what,
    window,
    ...(hasFigures
      ? {
          figures: ownFigures(now, stack, window, before, map),
          ...known({ index: await indexFacts(indices, layer.id, at) }),
        }
      : {}),
    members: members.map((member) => memberFacts(member, now, window)),
    withoutToken: now.withoutToken.map(({ id, name }) => ({ projectId: id, name })),
    benchmarks: map.projects.flatMap(({ layer: id, token, name }) =>
      id === layer.id && token && map.benchmarks.has(token.assetId) ? [name] : [],
    ),
    leastMembers: MIN_MEMBERS,
    floorVolume24hUsd: MIN_MEMBER_VOLUME_24H_USD,
    source,
    asOf,
    isStale,
  };
}

function ownFigures(
  { layer, figures }: LayerNow,
  stack: Stack,
  window: Window,
  before: EarlierRanks | undefined,
  map: SectorMap,
): NonNullable<LayerFacts["figures"]> {
  const median = mediansOf(figures);
  const { bitcoin, ethereum } = benchmarksOf(stack);
  const apart = (other: Medians | undefined): number | undefined =>
    pointsApart(changeOver(median, window), other && changeOver(other, window));
  const placed = ranks(new Map(stack.layers.map((each) => [each.layer.id, each.figures])), window);
  const place = placed.get(layer.id);
  const { capUsd, largest } = figures;
  return {
    median,
    ...risingOf(figures.moves[window]),
    ...known({
      capUsd,
      largest: largest && {
        name: map.project(largest.projectId)?.name ?? largest.projectId,
        shareOfCapFraction: largest.share,
      },
      vsBitcoinPercentagePoints: apart(bitcoin),
      vsEthereumPercentagePoints: apart(ethereum),
      vsSectorPercentagePoints: apart(mediansOf(stack.sector)),
      rank:
        place === undefined
          ? undefined
          : {
              now: place,
              of: placed.size,
              ...(before
                ? known({ before: before.ranks.get(layer.id), beforeOnDay: utcDay(before.day * DAY_MS) })
                : {}),
            },
    }),
  };
}

function memberFacts(
  { project, row, parent }: PricedMember,
  { figures, hasFigures }: LayerNow,
  window: Window,
): MemberFacts {
  const leftOut = figures.left.find(({ projectId }) => projectId === project.id)?.why;
  const change = row && changeOver(row, window);
  const inParent = parent?.row && changeOver(parent.row, window);
  const isCounted = hasFigures && leftOut === undefined && parent === undefined;
  const { marketCap } = row ?? {};
  return {
    projectId: project.id,
    name: project.name,
    symbol: project.token?.symbol ?? "",
    ...known({
      price: row?.price,
      changeFraction: change,
      shareFraction:
        isCounted && marketCap !== undefined && figures.capUsd !== undefined ? marketCap / figures.capUsd : undefined,
      inParent: parent && {
        symbol: parent.project.token?.symbol ?? parent.project.name,
        ...known({ changeFraction: relative(change, inParent) }),
      },
      leftOut,
    }),
  };
}

/** How a price changed in another token's price. */
const relative = (own: number | undefined, parent: number | undefined): number | undefined =>
  own === undefined || parent === undefined || parent <= -1 ? undefined : (1 + own) / (1 + parent) - 1;
