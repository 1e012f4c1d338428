import { type Feed, isSilent } from "../news/feed.ts";
import { isFeedFault, type Reader, type Reading } from "../news/reader.ts";
import type { Database } from "../store/database.ts";
import { FetchError } from "../news/fetch-feed.ts";
import type { FeedKind } from "../news/feed-file.ts";
import type { FeedStore } from "../store/feed-store.ts";
import type { Health } from "../core/health.ts";
import type { Log } from "../core/log.ts";
import type { NewsItemStore } from "../store/news-item-store.ts";
import type { Step } from "./tick.ts";

export interface RefreshNewsParts {
  readonly database: Database;
  readonly feeds: FeedStore;
  readonly items: NewsItemStore;
  /** Has a time limit of its own, so that a tick has one, too. */
  readonly read: Reader;
  /** Resolves when the table has the feeds that come with the desk. */
  readonly ready: () => Promise<void>;
  readonly health: Health;
  readonly log: Log;
  /** From 0 to 1, so that feeds of one interval do not all come due at once. */
  readonly random: () => number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** How often each kind of feed is read; arXiv says something new once a day. */
const EVERY_MS: Readonly<Record<FeedKind, number>> = {
  news: 10 * MINUTE_MS,
  lab: 60 * MINUTE_MS,
  papers: 360 * MINUTE_MS,
};
/** Of an interval, up or down. */
const JITTER = 0.1;
/** In one tick, each of another host and all at once: a tick takes as long as the slowest. */
const FEEDS_A_TICK = 6;
/** How often a feed is asked for all that it has, news or not: some servers say for ever that nothing is new. News so once a day. */
const ASKED_WHOLE = 0.007;
/** Of one feed; the busiest brings a tenth of that in the time that news are kept. */
const KEPT_OF_FEED = 10_000;
/** When nobody answers, the line may be ours: nobody is bothered by asking again within the hour. */
const UNANSWERED_MS = 60 * MINUTE_MS;

/** Reads the feeds that are due, a few at a time, and keeps what is new in them. Passes may overlap: none asks a host that another asks. */
export const refreshNews = (parts: RefreshNewsParts): Step => {
  const asked = new Set<string>();

  return {
    name: "refresh news",
    async run(now) {
      const { database, feeds, health, ready } = parts;
      await ready();
      const due = onePerHost(await feeds.due(database, now, DAY_MS), asked).slice(0, FEEDS_A_TICK);
      for (const feed of due) asked.add(hostOf(feed));
      const done = await Promise.allSettled(
        due.map((feed) => refresh(feed, parts, now).finally(() => asked.delete(hostOf(feed)))),
      );
      tellHealth(await feeds.all(database), health, now);
      if (due.length === 0) return "idle";
      const failed = done.find((each) => each.status === "rejected");
      if (failed) throw failed.reason;
      return undefined;
    },
  };
};

const hostOf = ({ address }: Feed): string => new URL(address).host;

function onePerHost(due: readonly Feed[], asked: ReadonlySet<string>): readonly Feed[] {
  const first = new Map<string, Feed>();
  for (const feed of due) {
    const host = hostOf(feed);
    if (!asked.has(host) && !first.has(host)) first.set(host, feed);
  }
  return [...first.values()];
}

async function refresh(feed: Feed, { database, feeds, items, read, log, random }: RefreshNewsParts, now: number) {
  const every = Math.round(EVERY_MS[feed.kind] * (1 + JITTER * (2 * random() - 1)));
  let reading: Reading;
  try {
    reading = await read(random() < ASKED_WHOLE ? { ...feed, validators: {} } : feed);
  } catch (error) {
    if (!isFeedFault(error)) throw error;
    await feeds.noteFailure(database, feed.id, error.message, now + waitAfter(error, feed.failures, every));
    log.info({ feed: feed.id, detail: error.message, failures: feed.failures + 1 }, "feed not read");
    return;
  }
  const { movedTo } = reading;
  const note = { now, nextAt: now + every, ...(movedTo === undefined ? {} : { movedTo }) };
  const count = await database.transaction().execute(async (on) => {
    if (reading.kind === "unchanged") {
      await feeds.noteRead(on, feed.id, note);
      return 0;
    }
    const isWanted = await feeds.noteRead(on, feed.id, { ...note, validators: reading.validators });
    if (!isWanted) return 0;
    const added = await items.add(on, feed, reading.items, now);
    if (added > 0) await items.removeBeyond(on, feed.id, KEPT_OF_FEED);
    return added;
  });
  if (count > 0) log.debug({ feed: feed.id, items: count }, "news kept");
}

/** Twice as long after each failure, up to a day; longer where the server asks for it, up to a day as well. */
function waitAfter(error: Error, failuresBefore: number, every: number): number {
  const { retryAfterMs = 0, isAnswered = true } = error instanceof FetchError ? error : {};
  const longest = isAnswered ? DAY_MS : Math.max(UNANSWERED_MS, every);
  const doubled = Math.min(longest, every * 2 ** Math.min(20, failuresBefore + 1));
  return Math.round(Math.min(DAY_MS, Math.max(doubled, retryAfterMs)));
}

/** Never `down`: without news the desk still does all the rest. */
function tellHealth(all: readonly Feed[], health: Health, now: number): void {
  const silent = all.filter(isSilent);
  if (all.length === 0) return health.set("news", "off", "no feeds", now);
  if (silent.length === 0) return health.set("news", "ok", `${all.length} feeds are read`, now);
  const names = silent.map(({ id }) => id).join(", ");
  return health.set("news", "late", `${silent.length} of ${all.length} feeds do not answer: ${names}`, now);
}
