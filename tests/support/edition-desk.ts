import { createDigestWords, WORDS_LIMITS, type WordsLimits } from "../../src/agent/digest-words.ts";
import type { Call } from "../../src/core/call.ts";
import { createModel } from "../../src/agent/model.ts";
import { createNews } from "../../src/news/news.ts";
import { FeedStore } from "../../src/store/feed-store.ts";
import { Health } from "../../src/core/health.ts";
import { itemBook, NewsItemStore } from "../../src/store/news-item-store.ts";
import { loadPrompts } from "../../src/agent/prompts.ts";
import { memoryLog } from "./calls.ts";
import type { MarketRow } from "../../src/market/source.ts";
import type { ModelServer } from "../../src/agent/compat-chat.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openEditions } from "../../src/compose/editions.ts";
import { openSampleMarket } from "../../src/compose/market.ts";
import { QUICK } from "./agent.ts";
import { readConfig } from "../../src/config.ts";
import { readSector } from "../../src/sector/sector.ts";
import type { Subscription } from "../../src/digest/subscription.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";
import { shippedFeed } from "./news-desk.ts";
import { activityBook } from "../../src/store/activity-store.ts";
import type { Looked } from "../../src/sector/activity.ts";
import type { NewItem } from "../../src/news/reader.ts";

const sector = readSector();

export interface EditionDeskOptions {
  readonly servers?: readonly ModelServer[];
  readonly limits?: Partial<WordsLimits>;
  readonly mayUseModel?: (call: Call) => boolean;
  /** What an asset did in a day, as a fraction; undefined: as in the sample. */
  readonly changeOf?: (assetId: string) => number | undefined;
  readonly looks?: readonly Looked[];
  /** Asset ids of everybody's watchlist. */
  readonly watched?: readonly string[];
}

/** Editions over a database, the sample market and feeds that a test fills; the clock is the test's. */
export async function editionDesk(startAt: number, options: EditionDeskOptions = {}) {
  const {
    servers = [],
    limits,
    mayUseModel = () => true,
    changeOf = () => undefined,
    looks = [],
    watched = [],
  } = options;
  // The first call of a process loads LangChain; the short deadlines of tests leave no time for that.
  await Promise.all([import("../../src/agent/turn.ts"), import("../../src/agent/compat-chat.ts")]);
  const database = await openDatabase(":memory:");
  const log = memoryLog();
  let now = startAt;
  const clock = (): number => now;
  const config = readConfig({ MARKET_DATA: "sample" });
  const market = await openSampleMarket({
    config: config.market,
    database,
    version: "0",
    log,
    clock,
    health: new Health(),
  });
  const moved = (row: MarketRow): MarketRow => {
    const change = changeOf(row.id);
    return change === undefined ? row : { ...row, change24h: change };
  };
  const movers: typeof market.movers = {
    ...market.movers,
    list: async (...given) => {
      const list = await market.movers.list(...given);
      return { ...list, rows: list.rows.map(moved) };
    },
  };
  const feeds = new FeedStore();
  await feeds.sync(database, [shippedFeed("wire", "https://wire.example/feed")], startAt);
  const items = new NewsItemStore();
  const activity = activityBook(database);
  for (const look of looks) await activity.keep(look);
  const editions = openEditions({
    database,
    log,
    sector,
    news: createNews({ book: itemBook(database), feeds: () => feeds.all(database) }),
    scoreBook: { history: async () => [] },
    activity,
    notice: () => undefined,
    pagesAt: undefined,
    yours: () => ({ watchlist: async () => new Set(watched), lines: async () => [] }),
    words: createDigestWords({
      model: createModel(servers, { clock: Date.now, log, limits: QUICK }),
      prompt: loadPrompts().digest,
      secrets: ["sk-secret-of-the-desk"],
      log,
      clock,
      limits: { ...WORDS_LIMITS, totalMs: 400, ...limits },
    }),
    mayUseModel: async (call) => mayUseModel(call),
  });
  editions.useMarket({ movers, indices: market.indices }, async () => undefined);
  let guid = 0;
  return {
    database,
    editions,
    sector,
    lines: log.lines,
    setNow: (at: number) => void (now = at),
    /** A feed was read at an instant and had this. */
    async read(at: number, title: string, change: Partial<NewItem> = {}): Promise<string> {
      guid += 1;
      const link = `https://wire.example/${guid}`;
      const item: NewItem = {
        guid: `g${guid}`,
        title,
        link,
        publishedAt: at - 60_000,
        projects: ["bittensor"],
        titled: ["bittensor"],
        isOnTopic: true,
        ...change,
      };
      await database.transaction().execute((on) => items.add(on, { id: "wire", publisher: "wire" }, [item], at));
      return link;
    },
    /** The same of all that a feed had. */
    keep: (at: number, all: readonly NewItem[]) =>
      database.transaction().execute((on) => items.add(on, { id: "wire", publisher: "wire" }, all, at)),
    look: (look: Looked) => activity.keep(look),
    /** A place, as the first that ever subscribed, was sent an edition. */
    async sent({ number, settings, place }: Subscription, editionId: number, at: number): Promise<void> {
      const subscriptions = new SubscriptionStore();
      const holder = { kind: "place" as const, place };
      if (!(await subscriptions.of(database, holder)))
        await subscriptions.put(database, holder, place, settings, { nextAt: at, now: at });
      const run = { slot: `slot ${at}`, dueAt: at, at, isLate: false, state: "enqueued" as const, editionId };
      await subscriptions.noteRun(database, number, run);
    },
    close: () => database.destroy(),
  };
}
