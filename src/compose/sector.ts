import { activityBook } from "../store/activity-store.ts";
import type { ActivityBook } from "../sector/activity.ts";
import type { Call } from "../core/call.ts";
import type { Config } from "../config.ts";
import { createGitHub } from "../sector/github.ts";
import type { Database, Executor } from "../store/database.ts";
import { EvidenceStore } from "../store/evidence-store.ts";
import { known } from "../wire/figure.ts";
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
  readonly once: <Facts>(command: string, call: Call, write: (on: Executor) => Promise<Facts>) => Promise<Facts>;
}

/** What is kept of the sector's projects, as commands and the tick know it. */
export interface SectorServices {
  readonly scoreBook: ScoreBook;
  readonly activity: ActivityBook;
  readonly refresh: Step;
}

/** More would be a list that nobody reads. */
const EVIDENCE_PER_PROJECT = 100;

/** Evidence and developer activity, in the database. */
export function openSector({ config, database, map, once, ...wire }: SectorParts): SectorServices {
  const store = new EvidenceStore();
  const activity = activityBook(database);
  return {
    activity,
    refresh: refreshActivity({
      map,
      github: createGitHub({ ...wire, ...config.github }),
      book: activity,
      log: wire.log,
    }),

    scoreBook: {
      of: (projectId) => store.of(database, projectId),
      history: (projectId) => store.history(database, projectId),

      add: ({ projectId, criterion, ...given }, scoreOf, call, factsOf) =>
        once("score add", call, async (on) => {
          const before = await store.of(on, projectId);
          if (before.length >= EVIDENCE_PER_PROJECT) return factsOf({ state: "full" });
          if (before.some((each) => each.criterion === criterion && each.url === given.url))
            return factsOf({ state: "there" });
          const id = await store.add(on, { projectId, criterion, ...given });
          const from = scoreOf(projectId, criterion, before);
          const to = scoreOf(projectId, criterion, await store.of(on, projectId));
          const { userId } = call.caller;
          await store.note(on, { evidenceId: id, kind: "added", from, to, userId, now: call.now });
          return factsOf({ state: "added", id, ...known({ from, to }) });
        }),

      remove: (id, scoreOf, call, factsOf) =>
        once("score remove", call, async (on) => {
          const projectId = await store.projectOf(on, id);
          const before = projectId === undefined ? [] : await store.of(on, projectId);
          const own = before.find((each) => each.id === id);
          if (projectId === undefined || !own) return factsOf({ state: "missing" });
          const { criterion, claim } = own;
          const from = scoreOf(projectId, criterion, before);
          const to = scoreOf(
            projectId,
            criterion,
            before.filter((each) => each.id !== id),
          );
          await store.note(on, {
            evidenceId: id,
            kind: "removed",
            from,
            to,
            userId: call.caller.userId,
            now: call.now,
          });
          return factsOf({ state: "removed", projectId, criterion, claim, ...known({ from, to }) });
        }),
    },
  };
}
