import type { Block } from "../core/reply.ts";
import type { EditionSector } from "../digest/edition.ts";
import { percent } from "../core/format.ts";

/** The sector in a line or two: day and week against BTC and ETH, breadth, and its index since the last digest. */
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
  const own = index ? pair("Index", index.changeDayFraction, index.changeWeekFraction) : [];
  const since =
    index?.changeSinceLastFraction === undefined
      ? []
      : [`${percent(index.changeSinceLastFraction, locale, 1)} since your last digest`];
  return [
    ...pair("Sector median", sector.change24h, sector.change7d),
    ...breadth,
    ...own,
    ...since,
    ...pair("BTC", bitcoin?.change24h, bitcoin?.change7d),
    ...pair("ETH", ethereum?.change24h, ethereum?.change7d),
  ].join(" · ");
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
        name,
        percent(medianChangeFraction, locale, 1),
        rankBefore === undefined || rankBefore === rankNow ? `${rankNow}` : `${rankBefore}→${rankNow}`,
      ]),
    },
  ];
}
