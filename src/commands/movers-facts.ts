import { medianChange, type Mover, type MoverList, type Period, rankMovers } from "../market/movers.ts";
import { known } from "../wire/figure.ts";
import { MIN_VOLUME_24H_USD } from "../market/liquidity.ts";
import type { Origin } from "./source-line.ts";
import type { Standing } from "../market/memory.ts";
import type { UniverseChoice } from "../market/universe.ts";

/** How many of each side an answer names. */
const SHOWN = 5;

/** The biggest changes of a list of coins. Amounts are in US dollars. */
export interface MoversFacts extends Origin {
  readonly currency: "USD";
  /** What the list is called, and what asks for it again: "AI", "top 100". */
  readonly universe: string;
  /** `market`: the largest coins of all; `list`: one that has a name. */
  readonly kind: "market" | "list";
  readonly period: Period;
  /** The biggest gain first; up to five that rose. */
  readonly up: readonly MoverFigures[];
  /** The biggest loss first; up to five that fell. */
  readonly down: readonly MoverFigures[];
  /** How many were looked at: `rankedCount` and all that was left out. */
  readonly lookedAtCount: number;
  readonly rankedCount: number;
  readonly risingCount: number;
  readonly fallingCount: number;
  /** Of those ranked. */
  readonly medianChangeFraction?: number;
  /** A 24 h volume below this is too thin to be ranked. */
  readonly floorVolume24hUsd: number;
  readonly belowFloorCount: number;
  readonly withoutFigureCount: number;
  /** Stablecoins, wrapped and staked copies of other coins. */
  readonly stableOrWrappedCount: number;
}

interface MoverFigures {
  readonly assetId: string;
  readonly symbol: string;
  readonly name: string;
  readonly price: number;
  readonly changeFraction: number;
  readonly volume24h: number;
}

const figures = ({ row, change }: Mover): MoverFigures => ({
  assetId: row.id,
  symbol: row.symbol,
  name: row.name,
  price: row.price,
  changeFraction: change,
  volume24h: row.volume24h ?? 0,
});

/** Ranks a list, and counts what it leaves out. @param source  as shown */
export function moversFacts(
  choice: UniverseChoice,
  period: Period,
  list: MoverList & Standing,
  source: string,
): MoversFacts {
  const { ranked, peggedCount, belowFloorCount, withoutFigureCount } = rankMovers(list, period);
  const rising = ranked.filter(({ change }) => change > 0);
  const falling = ranked.filter(({ change }) => change < 0).toReversed();
  const oldest = Math.min(list.asOf, ...ranked.map(({ row }) => row.asOf));
  return {
    currency: "USD",
    ...(choice.kind === "top"
      ? { universe: `top ${choice.count}`, kind: "market" as const }
      : { universe: choice.universe.name, kind: "list" as const }),
    period,
    up: rising.slice(0, SHOWN).map(figures),
    down: falling.slice(0, SHOWN).map(figures),
    lookedAtCount: list.askedIds.length,
    rankedCount: ranked.length,
    risingCount: rising.length,
    fallingCount: falling.length,
    ...known({ medianChangeFraction: medianChange(ranked) }),
    floorVolume24hUsd: MIN_VOLUME_24H_USD,
    belowFloorCount,
    withoutFigureCount,
    stableOrWrappedCount: peggedCount,
    source,
    asOf: oldest,
    isStale: list.isStale,
  };
}
