import { aCall, memoryLog, NOON } from "./calls.ts";
import type { Call } from "../../src/core/call.ts";
import { createFetchFeed } from "../../src/news/fetch-feed.ts";
import { createReader } from "../../src/news/reader.ts";
import { createTagger } from "../../src/news/tag.ts";
import { DoneKeyStore } from "../../src/store/done-key-store.ts";
import { feed, feedCheck } from "../../src/commands/feed.ts";
import { feedAdd, feedRemove } from "../../src/commands/feed-change.ts";
import { FeedStore } from "../../src/store/feed-store.ts";
import { Health } from "../../src/core/health.ts";
import { news } from "../../src/commands/news.ts";
import { NewsItemStore } from "../../src/store/news-item-store.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { openNews } from "../../src/compose/news.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { readFeed } from "../../src/news/read-feed.ts";
import { readSector } from "../../src/sector/sector.ts";
import { readSectorMap } from "../../src/sector/map.ts";
import { refreshNews } from "../../src/jobs/refresh-news.ts";
import type { Reply } from "../../src/core/reply.ts";
import type { ShippedFeed } from "../../src/news/feed-file.ts";
import type { Step } from "../../src/jobs/tick.ts";
import { addUser, type TestDesk, testDesk } from "./desk.ts";

/** The tagger of the real map, made once: it takes a while. */
export const tagger = createTagger(readSectorMap());

/** A feed as data/feeds.json has it. */
export const shippedFeed = (id: string, url: string, change: Partial<ShippedFeed> = {}): ShippedFeed => ({
  id,
  publisher: id,
  url,
  kind: "news",
  isSeen: true,
  ...change,
});

export interface NewsJob {
  readonly database: Database;
  readonly feeds: FeedStore;
  readonly items: NewsItemStore;
  readonly health: Health;
  readonly step: Step;
  readonly now: () => number;
  /** Lets time pass, then has one tick of the job. @returns what the step returned */
  readonly tick: (passMs?: number) => Promise<void | "idle">;
  /** Headlines that are kept, the newest first. */
  readonly headlines: () => Promise<readonly string[]>;
}

/** The job that reads feeds, over a database in memory and a clock of its own; it asks loopback. */
export async function newsJob(
  shipped: readonly ShippedFeed[],
  random: () => number = () => 0.5,
  path = ":memory:",
): Promise<NewsJob> {
  const database = await openDatabase(path);
  let now = NOON;
  const clock = (): number => now;
  const [feeds, items, health] = [new FeedStore(), new NewsItemStore(), new Health()];
  const fetch = createFetchFeed({ version: "0", privateAddresses: "allow", clock, timeoutMs: 500 });
  await feeds.sync(database, shipped, now);
  const step = refreshNews({
    database,
    feeds,
    items,
    health,
    read: createReader({ fetch, parse: readFeed, tag: tagger, clock }),
    ready: async () => undefined,
    log: memoryLog(),
    random,
  });
  return {
    database,
    feeds,
    items,
    health,
    step,
    now: clock,
    async tick(passMs = 0) {
      now += passMs;
      return await step.run(now);
    },
    headlines: async () => (await items.find(database, { since: 0, limit: 500 })).map(({ title }) => title),
  };
}

export interface NewsDesk extends TestDesk {
  /** What a person typed, without the slash, as an adapter hands it over. */
  readonly say: (line: string, change?: Partial<Call>) => Promise<Reply>;
  readonly press: (reply: Reply, label: string) => Promise<Reply>;
  /** Lets time pass, then has the job read what is due. */
  readonly refresh: (passMs?: number) => Promise<void>;
  readonly now: () => number;
  readonly close: () => Promise<void>;
}

/** A desk with /news and the feed commands, put together as main does, over these feeds on loopback. */
export async function newsDesk(
  shipped: readonly ShippedFeed[],
  feedPrivateAddresses: "allow" | "deny" = "allow",
): Promise<NewsDesk> {
  const database = await openDatabase(":memory:");
  await addUser(database, "user-1");
  let now = NOON;
  const clock = (): number => now;
  const sector = readSector();
  const doneKeys = new DoneKeyStore();
  const { refresh, ...services } = openNews({
    config: { feedPrivateAddresses, market: { data: "live" } },
    database,
    map: sector.map,
    version: "0",
    log: memoryLog(),
    health: new Health(),
    clock,
    once: (command, call, write) => doneKeys.once(database, command, call, write),
    shipped,
  });
  const { feeds } = services;
  const commands = [
    news({ sector, news: services.news }),
    feed(feeds),
    feedCheck(feeds),
    feedAdd(feeds),
    feedRemove(feeds),
  ];
  const desk = await testDesk(commands, { clock });
  const call = (change: Partial<Call> = {}): Call => aCall({ now, ...change });
  return {
    ...desk,
    now: clock,
    async say(line, change) {
      const [first = "", second = "", ...rest] = line.split(" ");
      const longer = desk.desk.commands.get(`${first} ${second}`);
      const command = longer ?? desk.desk.commands.get(first);
      if (!command) throw new Error(`no command in ${line}`);
      const typed = (longer ? rest : [second, ...rest]).join(" ").trim();
      return await desk.desk.run(command.name, parseArguments(command, typed), call(change));
    },
    async press(reply, label) {
      const button = [...(reply.buttons ?? []), ...(reply.choices?.options ?? [])].find((each) => each.label === label);
      if (!button || "url" in button) throw new Error(`no button ${label}`);
      return (await desk.desk.press(await desk.desk.keep(button, "user-1"), call())).reply;
    },
    async refresh(passMs = 0) {
      now += passMs;
      await refresh.run(now);
    },
    close: async () => {
      await database.destroy();
      await desk.database.destroy();
    },
  };
}
