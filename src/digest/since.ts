import type { Edition } from "./edition.ts";

/** What became different between two editions that a reader had one after the other. */
export interface Since {
  /** Of the sector's index by cap. A fraction; absent where either has none, or both are of one day. */
  readonly indexChangeFraction?: number;
  /** Layers at another place than then, the one that went furthest first. */
  readonly ranks: readonly { readonly name: string; readonly rankBefore: number; readonly rankNow: number }[];
}

/** @returns undefined where nothing that is told became different */
export function sinceLast(before: Edition, after: Edition): Since | undefined {
  const [then, now] = [before.sector?.index, after.sector?.index];
  const indexChangeFraction =
    then && now && then.levelOnDay < now.levelOnDay && then.levelByCap > 0
      ? now.levelByCap / then.levelByCap - 1
      : undefined;
  const places = new Map(before.sector?.ranks.map(({ name, rankNow }) => [name, rankNow]));
  const ranks = (after.sector?.ranks ?? [])
    .flatMap(({ name, rankNow }) => {
      const rankBefore = places.get(name);
      return rankBefore === undefined || rankBefore === rankNow ? [] : [{ name, rankBefore, rankNow }];
    })
    .toSorted((a, b) => Math.abs(b.rankNow - b.rankBefore) - Math.abs(a.rankNow - a.rankBefore));
  return indexChangeFraction === undefined && ranks.length === 0
    ? undefined
    : { ranks, ...(indexChangeFraction === undefined ? {} : { indexChangeFraction }) };
}
