import type { Edition } from "./edition.ts";

/** A coin that moved less in a day did what coins of this sector do on most days: their usual day is around five percent. */
export const MOVER_FRACTION = 0.1;

/** The median of so many tokens moves less than each of them: three percent of it is a day that people speak of. */
export const SECTOR_FRACTION = 0.03;

/** Whether nothing of an edition crosses its threshold. A story counts where it is important by `isImportant`. */
export const isQuiet = ({ sector, movers, stories, builders, scores }: Edition): boolean =>
  Math.abs(sector?.sector.change24h ?? 0) < SECTOR_FRACTION &&
  movers.length === 0 &&
  !stories.some(isImportant) &&
  builders.length === 0 &&
  scores.length === 0;

/** What two publishers tell, or what names a project of the sector, is more than talk. */
export const isImportant = ({ publishers, projectIds }: Edition["stories"][number]): boolean =>
  publishers.length > 1 || projectIds.length > 0;
