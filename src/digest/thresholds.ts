import type { Edition } from "./edition.ts";
import type { Importance } from "./subscription.ts";

/** A coin that moved less in a day did what coins of this sector do on most days: their usual day is around five percent. */
export const MOVER_FRACTION = 0.1;

/** The median of so many tokens moves less than each of them: three percent of it is a day that people speak of. */
export const SECTOR_FRACTION = 0.03;

/** A repository's month is told when it has so many times the commits of the months before, or as many times fewer. */
export const COMMITS_FACTOR = 2;
/** Where neither month has as many, the change is a person's holiday. */
export const COMMITS_FLOOR = 20;

/** Whether nothing of an edition crosses its threshold. A story counts where it is important. */
export const isQuiet = ({ sector, movers, stories, builders, commits = [], reported = [], scores }: Edition): boolean =>
  Math.abs(sector?.sector.change24h ?? 0) < SECTOR_FRACTION &&
  !stories.some((each) => isImportant(each, "normal")) &&
  [movers, builders, commits, reported, scores].every(({ length }) => length === 0);

/** What two publishers tell, or what names a project of the sector, is more than talk; both together is much more. */
export function isImportant({ publishers, projectIds }: Edition["stories"][number], least: Importance): boolean {
  const reasons = Number(publishers.length > 1) + Number(projectIds.length > 0);
  return reasons >= (least === "high" ? 2 : 1);
}
