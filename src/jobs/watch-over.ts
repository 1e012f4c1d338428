import type { Delivery } from "../core/delivery.ts";
import type { Database, Executor } from "../store/database.ts";
import { judge, type News, NO_TROUBLES, type Sign, troubles, type Troubles } from "./troubles.ts";
import { duration } from "../core/format.ts";
import type { Log } from "../core/log.ts";
import type { NoteStore } from "../store/note-store.ts";
import type { Place } from "../core/call.ts";
import { bold, type Reply, rich } from "../core/reply.ts";
import type { Step } from "./tick.ts";

const NOTE = "troubles";
/** An owner who is away reads it when they are back, as long as it may still be so. */
const STALE_MS = 24 * 3_600_000;

export interface WatchOverParts {
  readonly database: Database;
  readonly notes: NoteStore;
  /** How everything that is watched is now. */
  readonly signs: (now: number) => Promise<readonly Sign[]>;
  /** Where the owner is written to; undefined where nobody is known. */
  readonly owner: () => Promise<Place | undefined>;
  readonly enqueue: (on: Executor, delivery: Delivery) => Promise<unknown>;
  /** Called when something was enqueued. */
  readonly enqueued: () => void;
  readonly log: Log;
}

/** Tells the owner once of what stays broken, and once when it is well again. What was told outlives a restart. */
export const watchOver = ({ database, notes, signs, owner, enqueue, enqueued, log }: WatchOverParts): Step => ({
  name: "watch over",
  async run(now) {
    const seen = await signs(now);
    const place = await owner();
    const news = await database.transaction().execute(async (on) => {
      const written = await notes.get(on, NOTE);
      const before = readTroubles(written);
      const { after, news: found } = judge(before, seen, now);
      const next = JSON.stringify(after);
      if (next !== (written ?? JSON.stringify(NO_TROUBLES))) await notes.set(on, NOTE, next, now);
      const hasNews = found.broken.length + found.well.length > 0;
      if (hasNews && place)
        await enqueue(on, {
          kind: "notice",
          sourceId: "watch over",
          occurrence: String(now),
          place,
          reply: newsReply(found, now),
          dueAt: now,
          staleAt: now + STALE_MS,
        });
      return found;
    });
    for (const { name, what } of news.broken) log.warn({ name, what, told: place !== undefined }, "stays broken");
    for (const { name } of news.well) log.info({ name }, "well again");
    if (news.broken.length + news.well.length === 0) return "idle";
    if (place) enqueued();
    return undefined;
  },
});

/** What an older version wrote in a way that is no longer read counts as nothing: at worst something is told again. */
function readTroubles(written: string | undefined): Troubles {
  try {
    return written === undefined ? NO_TROUBLES : troubles.parse(JSON.parse(written));
  } catch {
    return NO_TROUBLES;
  }
}

function newsReply({ broken, well }: News, now: number): Reply {
  return {
    title: broken.length > 0 ? "Something stays broken" : "Well again",
    blocks: [
      ...broken.map(({ name, what, since }) => rich(bold(name), ` ${what}, for ${duration(now - since)}.`)),
      ...well.map(({ name, since, until }) =>
        rich(bold(name), ` is well again; it was not for ${duration(until - since)}.`),
      ),
    ],
    ...(broken.length > 0 && { buttons: [{ label: "How to mend it", command: "doctor", input: {}, answer: "new" }] }),
  };
}
