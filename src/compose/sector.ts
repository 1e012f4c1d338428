import { activityBook } from "../store/activity-store.ts";
import type { ActivityBook } from "../sector/activity.ts";
import type { Config } from "../config.ts";
import { createGitHub } from "../sector/github.ts";
import type { Database } from "../store/database.ts";
import type { Once } from "../store/done-key-store.ts";
import { openScoreBook } from "./score-book.ts";
import { refreshActivity } from "../jobs/refresh-activity.ts";
import type { ScoreBook } from "../commands/score-book.ts";
import type { SectorMap } from "../sector/map.ts";
import type { Step } from "../jobs/tick.ts";
import type { Wire } from "../wire/transport.ts";

export interface SectorParts extends Pick<Wire, "version" | "log" | "clock" | "health"> {
  readonly config: Pick<Config, "github">;
  readonly database: Database;
  readonly map: SectorMap;
  /** Carries out a command's database writes once for each call. */
  readonly once: Once;
}

/** What is kept of the sector's projects, as commands and the tick know it. */
export interface SectorServices {
  readonly scoreBook: ScoreBook;
  readonly activity: ActivityBook;
  readonly refresh: Step;
}

/** Evidence and developer activity, in the database. */
export function openSector({ config, database, map, once, ...wire }: SectorParts): SectorServices {
  const activity = activityBook(database);
  return {
    activity,
    refresh: refreshActivity({
      map,
      github: createGitHub({ ...wire, ...config.github }),
      book: activity,
      log: wire.log,
    }),

    scoreBook: openScoreBook(database, once),
  };
}
