import { type ActivityBook, isRepository } from "../sector/activity.ts";
import type { Log } from "../core/log.ts";
import { ProviderError } from "../core/errors.ts";
import type { RepositorySource } from "../sector/github.ts";
import type { SectorMap } from "../sector/map.ts";
import type { Step } from "./tick.ts";

export interface RefreshActivityParts {
  readonly map: SectorMap;
  readonly github: RepositorySource;
  readonly book: ActivityBook;
  readonly log: Log;
}

const MINUTE_MS = 60_000;
/** Each is looked at once a day; a little less, so that it does not drift around the clock. */
const EVERY_MS = 23 * 60 * MINUTE_MS;
/** When one could not be read. */
const AGAIN_MS = 3 * 60 * MINUTE_MS;
/** When GitHub said "later" without saying when. */
const LATER_MS = 15 * MINUTE_MS;
/** What one look takes at most: the repository, five pages of commits, one for the last of all, the release. */
const REQUESTS_A_LOOK = 8;
/** Of what may be asked in an hour, the part that looks may take. */
const SHARE = 0.6;

/** The repositories of the map, those that somebody has seen first. Names of organisations are no repositories. */
export const repositoriesOf = ({ projects }: Pick<SectorMap, "projects">): readonly string[] => {
  const all = projects.flatMap(({ repository }) => (repository && isRepository(repository.name) ? [repository] : []));
  return [...new Set(all.toSorted((a, b) => Number(b.isSeen) - Number(a.isSeen)).map(({ name }) => name))];
};

/**
 * Looks at one repository at a time, the one longest not looked at, in steps that keep within what GitHub allows in an hour.
 * What could not be read is left as it was and comes again some hours later.
 */
export function refreshActivity({ map, github, book, log }: RefreshActivityParts): Step {
  const all = repositoriesOf(map);
  const spacingMs = Math.ceil((60 * MINUTE_MS * REQUESTS_A_LOOK) / (github.perHour * SHARE));
  const tried = new Map<string, number>();
  let next = Number.NEGATIVE_INFINITY;

  return {
    name: "refresh activity",
    async run(now) {
      // A clock that was set back must not keep it waiting.
      if (now < next && next - now <= EVERY_MS) return "idle";
      const looked = await book.lookedAt();
      const [due] = all
        .filter((name) => now - (looked.get(name) ?? 0) >= EVERY_MS && now - (tried.get(name) ?? 0) >= AGAIN_MS)
        .toSorted((a, b) => (looked.get(a) ?? 0) - (looked.get(b) ?? 0));
      if (due === undefined) return "idle";
      next = now + spacingMs;
      try {
        await book.keep({ ...(await github.look(due)), repository: due, lookedAt: now });
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        const isLater = error.failure === "limited" || error.failure === "resting";
        if (isLater) next = now + Math.max(spacingMs, error.retryAfterMs ?? LATER_MS);
        else tried.set(due, now);
        log.info({ repository: due, failure: error.failure }, "repository not looked at");
      }
      return undefined;
    },
  };
}
