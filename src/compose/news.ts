import type { Once } from "../store/done-key-store.ts";
import type { Config } from "../config.ts";
import { createFetchFeed } from "../news/fetch-feed.ts";
import { createNews, type News } from "../news/news.ts";
import { createReader } from "../news/reader.ts";
import { createTagger } from "../news/tag.ts";
import type { Database } from "../store/database.ts";
import { FEED_LIMIT } from "../news/feed.ts";
import type { Feeds } from "../commands/feed-facts.ts";
import { FeedStore } from "../store/feed-store.ts";
import type { Health } from "../core/health.ts";
import { itemBook, NewsItemStore } from "../store/news-item-store.ts";
import type { Log } from "../core/log.ts";
import { parseFeed } from "../news/parse-feed.ts";
import { readFeedFile, type ShippedFeed } from "../news/feed-file.ts";
import { NoteStore } from "../store/note-store.ts";
import { refreshNews } from "../jobs/refresh-news.ts";
import { retagNews } from "../jobs/retag-news.ts";
import type { SectorMap } from "../sector/map.ts";
import type { Step } from "../jobs/tick.ts";

export interface NewsParts {
  readonly config: Pick<Config, "feedPrivateAddresses"> & { readonly market: Pick<Config["market"], "data"> };
  readonly database: Database;
  readonly map: SectorMap;
  readonly version: string;
  readonly log: Log;
  readonly health: Health;
  readonly clock: () => number;
  /** Carries out a command's database writes once for each call. */
  readonly once: Once;
  /** Those that come with the desk; data/feeds.json by default. */
  readonly shipped?: readonly ShippedFeed[];
}

/** The news as commands and the tick know them. */
export interface NewsServices {
  readonly news: News;
  readonly feeds: Feeds;
  readonly refresh: Step;
}

/** Feeds and their items, in the database. */
export function openNews({ config, database, map, once, shipped = readFeedFile(), ...parts }: NewsParts): NewsServices {
  const { version, log, health, clock } = parts;
  const store = new FeedStore();
  const notes = new NoteStore();
  const fetch = createFetchFeed({ version, privateAddresses: config.feedPrivateAddresses, clock });
  const tag = createTagger(map);
  const read = createReader({ fetch, parse: parseFeed, tag, clock });
  const items = new NewsItemStore();

  // From before the first pass: feeds that are new are due in it.
  const openedAt = clock();
  let synced: Promise<void> | undefined;
  /** Once, and again when it failed. */
  const ready = async (): Promise<void> => {
    synced ??= database.transaction().execute((on) => store.sync(on, shipped, openedAt));
    try {
      await synced;
    } catch (error) {
      synced = undefined;
      throw error;
    }
  };
  const all = async () => {
    await ready();
    return await store.all(database);
  };

  return {
    news: createNews({
      book: itemBook(database),
      feeds: all,
      ...(config.market.data === "sample" && { areOff: true }),
    }),
    refresh: refreshNews({
      database,
      feeds: store,
      items,
      read,
      ready: async () => {
        await ready();
        await retagNews({ database, feeds: store, items, notes, tag }, clock());
      },
      health,
      log,
      random: Math.random,
    }),
    feeds: {
      all,
      look: (address, kind) => read({ address, kind }),
      add: (feed, call, factsOf) =>
        once("feed add", call, async (on) => {
          if ((await store.all(on)).length >= FEED_LIMIT) return factsOf({ state: "full" });
          const added = await store.add(on, { ...feed, addedBy: call.caller.userId }, call.now);
          return factsOf(added ? { state: "added", id: added.id } : { state: "there" });
        }),
      remove: (id, call, factsOf) => once("feed remove", call, async (on) => factsOf(await store.remove(on, id))),
    },
  };
}
