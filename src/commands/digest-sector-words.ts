import type { Block } from "../core/reply.ts";
import { cleanLine } from "../core/clean.ts";
import type { EditionSector } from "../digest/edition.ts";
import { percent } from "../core/format.ts";
import type { Since } from "../digest/since.ts";

const LAYER = 24;

/** The whole sector in a line or two: day and week against BTC and ETH, breadth, and its index. */
export function sectorLine({ sector, bitcoin, ethereum, index }: EditionSector, locale: string): string {
  const pair = (name: string, day: number | undefined, week: number | undefined): string[] => {
    const said = [
      ...(day === undefined ? [] : [`${percent(day, locale, 1)} day`]),
      ...(week === undefined ? [] : [`${percent(week, locale, 1)} week`]),
    ];
    return said.length === 0 ? [] : [`${name} ${said.join(", ")}`];
  };
  const { risingCount, countedCount } = sector;
  const breadth =
    risingCount === undefined || countedCount === undefined ? [] : [`${risingCount} of ${countedCount} up`];
  const said = [
    ...pair("Sector median", sector.change24h, sector.change7d),
    ...breadth,
    ...(index ? pair("Index", index.changeDayFraction, index.changeWeekFraction) : []),
    ...pair("BTC", bitcoin?.change24h, bitcoin?.change7d),
    ...pair("ETH", ethereum?.change24h, ethereum?.change7d),
  ];
  return said.length === 0 ? "Too few tokens of the sector have a change." : said.join(" · ");
}

/** What became different since the digest that its reader had last, in a line. */
export function sinceLine(
  { indexChangeFraction, ranks }: Since,
  { limit }: { readonly limit: number },
  locale: string,
): string {
  const shown = ranks.slice(0, Math.max(1, Math.ceil(limit / 2)));
  const left = ranks.length - shown.length;
  return `Since your last digest: ${[
    ...(indexChangeFraction === undefined ? [] : [`index ${percent(indexChangeFraction, locale, 1)}`]),
    ...shown.map(({ name, rankBefore, rankNow }) => `${cleanLine(name, LAYER)} ${rankBefore}→${rankNow}`),
    ...(left > 0 ? [`+${left} more`] : []),
  ].join(", ")}`;
}

/** The layers that lead and trail over seven days, and from where they came. All of them where they fit. */
export function layerBlocks({ ranks }: EditionSector, limit: number, locale: string): readonly Block[] {
  if (ranks.length === 0) return [];
  const half = Math.max(1, Math.ceil(limit / 2));
  const shown = ranks.length <= half * 2 ? ranks : [...ranks.slice(0, half), ...ranks.slice(-half)];
  return [
    {
      kind: "table",
      columns: [
        { label: "Layer", align: "left" },
        { label: "7d", align: "right" },
        { label: "Rank", align: "right" },
      ],
      rows: shown.map(({ name, rankNow, rankBefore, medianChangeFraction }) => [
        cleanLine(name, LAYER),
        percent(medianChangeFraction, locale, 1),
        rankBefore === undefined || rankBefore === rankNow ? `${rankNow}` : `${rankBefore}→${rankNow}`,
      ]),
    },
  ];
}
