import { aCall, memoryLog, NOON } from "./calls.ts";
import type { AlertFacts } from "../../src/alerts/facts.ts";
import type { AlertMarket } from "../../src/compose/alerts.ts";
import type { AlertSource } from "../../src/jobs/check-alerts-prices.ts";
import type { Asset } from "../../src/market/asset.ts";
import type { Call } from "../../src/core/call.ts";
import type { Condition, NewAlert } from "../../src/alerts/alert.ts";
import { type Database, type Executor, openDatabase } from "../../src/store/database.ts";
import type { Delivery } from "../../src/core/delivery.ts";
import { DoneKeyStore } from "../../src/store/done-key-store.ts";
import type { Figures } from "../../src/market/quote.ts";
import { closeBook } from "../../src/store/daily-close-store.ts";
import { indexBook } from "../../src/store/index-level-store.ts";
import { openAlerts } from "../../src/compose/alerts.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import type { PortfolioNow } from "../../src/jobs/check-alerts-values.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { readSectorMap } from "../../src/sector/map.ts";
import { type Reply, text } from "../../src/core/reply.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const map = readSectorMap();

/** A source that says what a test has it say. */
class FakeSource implements AlertSource {
  readonly source: string;
  readonly everyMs: number;
  readonly hasSizes: boolean;
  readonly #now: () => number;
  /** US dollars; an asset that is not there is not known to it. */
  readonly figures = new Map<string, Partial<Figures> & { readonly price: number }>();
  readonly asked: string[][] = [];
  isDown = false;
  /** How old its figures are. */
  lagMs = 0;
  wait: Promise<void> | undefined;

  constructor(source: string, everyMs: number, hasSizes: boolean, now: () => number) {
    this.source = source;
    this.everyMs = everyMs;
    this.hasSizes = hasSizes;
    this.#now = now;
  }

  say(id: string, price: number, more: Partial<Figures> = {}): void {
    this.figures.set(id, { ...more, price });
  }

  async prices(assets: readonly Asset[]): Promise<ReadonlyMap<string, Figures>> {
    this.asked.push(assets.map(({ id }) => id));
    await this.wait;
    if (this.isDown) throw new ProviderError(this.source, "unreachable");
    return new Map(
      assets.flatMap(({ id }): [string, Figures][] => {
        const found = this.figures.get(id);
        return found ? [[id, { asOf: this.#now() - this.lagMs, ...found }]] : [];
      }),
    );
  }
}

/** What the alerts of a test say, as `facts` of the outbox's deliveries. */
export interface Sent extends Delivery {
  readonly facts: AlertFacts;
}

/** Alerts as main puts them together, over a market and a clock that a test moves. */
export async function alertsDesk(
  change: {
    readonly database?: Database;
    readonly now?: number;
    /** By default a message is its facts, for `sent` to read. */
    readonly replyOf?: (facts: AlertFacts) => Reply;
  } = {},
) {
  const database = change.database ?? (await openDatabase(":memory:"));
  const state = {
    now: change.now ?? NOON,
    portfolios: new Map<string, PortfolioNow>(),
    /** Called with each delivery before it is enqueued: throws, to die there. */
    die: (): void => undefined,
  };
  const log = memoryLog();
  const outbox = new OutboxStore();
  const doneKeys = new DoneKeyStore();
  const sent: Sent[] = [];
  const stories: { id: string; at: number; title: string }[] = [];
  const now = (): number => state.now;
  const llama = new FakeSource("DefiLlama", MINUTE, false, now);
  const gecko = new FakeSource("CoinGecko", 10 * MINUTE, true, now);
  const paprika = new FakeSource("CoinPaprika", 10 * MINUTE, true, now);
  const closes = closeBook(database);
  const market = {
    assets: { byId: (id: string): Asset => ({ id, symbol: id.slice(0, 4).toUpperCase(), name: id }) },
    rates: {
      rate: async (_from: string, to: string) =>
        to === "EUR" ? { value: 0.5, source: "CoinGecko", asOf: state.now, isStale: false } : undefined,
    },
    tokens: { of: async () => ({ silent: [] }) },
    histories: { of: async () => undefined, daily: async () => undefined },
    profiles: { of: async () => ({ amounts: { USD: { price: 1, allTimeHigh: { price: 1_000 } } } }) },
    movers: {
      source: "CoinGecko",
      list: async () => {
        throw new ProviderError("CoinGecko", "unreachable");
      },
    },
    closes,
    indices: indexBook(database),
    alertSources: [llama, gecko, paprika],
    portfolios: async () => state.portfolios,
    namesOf: () => ({ subject: "It" }),
  } as unknown as AlertMarket;
  const make = () => {
    const made = openAlerts({
      database,
      log,
      map,
      news: {
        about: async () => ({
          feeds: { count: 3, readAt: state.now, silent: [] },
          stories: stories.map(({ id, at, title }) => {
            const item = { id, title, publishedAt: at, link: "https://example.org/", publisher: "Paper" };
            return { first: item, items: [item], publishers: ["Paper"] } as never;
          }),
        }),
      },
      once: (command, call, write) => doneKeys.once(database, command, call, write),
      replyOf: change.replyOf ?? ((facts) => ({ blocks: [text(JSON.stringify(facts))] })),
      enqueue: async (on: Executor, delivery: Delivery) => {
        state.die();
        await outbox.enqueue(on, delivery);
      },
    });
    made.useMarket(market, undefined);
    return made;
  };
  let alerts = make();

  const call = (more: Parameters<typeof aCall>[0] = {}): Call => aCall({ now: state.now, ...more });
  const ids = ["user-1", "user-2"];
  await database
    .insertInto("user")
    .values(ids.map((id) => ({ id, is_owner: 0, created_at: NOON })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();

  return {
    database,
    state,
    log,
    llama,
    gecko,
    paprika,
    closes,
    stories,
    call,
    /** UTC epoch milliseconds. */
    now,
    get book() {
      return alerts.book;
    },
    get alerts() {
      return alerts;
    },
    /** A new process on the same file. */
    restart(): void {
      alerts = make();
    },
    /** A minute later, unless said otherwise, all steps are taken. */
    async tick(ms = MINUTE): Promise<void> {
      state.now += ms;
      await alerts.step.run(state.now);
    },
    /** Some ticks, at each of which an asset has the next price. */
    async walk(id: string, ...prices: readonly number[]): Promise<void> {
      for (const price of prices) {
        llama.say(id, price);
        await this.tick();
      }
    },
    async add(condition: Condition, more: Partial<NewAlert> = {}, from: Call = call()): Promise<number> {
      const asked: NewAlert = { repetition: { kind: "once" }, target: { kind: "owner" }, ...more, condition };
      return await alerts.book.add(asked, from, (became) => (became === "full" ? -1 : became.number));
    },
    async one(number: number, from: Call = call()) {
      const found = await alerts.book.one(number, from);
      if (!found) throw new Error(`no alert ${number}`);
      return found;
    },
    /** What is in the outbox, the oldest first. */
    async sent(): Promise<readonly Sent[]> {
      const rows = await database.selectFrom("outbox").selectAll().orderBy("id").execute();
      sent.length = 0;
      for (const row of rows) {
        const reply = JSON.parse(row.reply) as {
          readonly blocks: readonly { readonly spans: readonly { readonly text: string }[] }[];
        };
        const facts = JSON.parse(reply.blocks[0]?.spans[0]?.text ?? "") as AlertFacts;
        sent.push({
          kind: "alert",
          sourceId: row.source_id,
          occurrence: row.key,
          place: { platform: row.platform as "web", chatId: row.chat_id, isPublic: row.is_public === 1 },
          ...(row.owner_id === null ? {} : { ownerId: row.owner_id }),
          reply: reply as never,
          dueAt: row.due_at,
          staleAt: row.stale_at,
          facts,
        });
      }
      return sent;
    },
    close: () => database.destroy(),
  };
}

export type AlertsDesk = Awaited<ReturnType<typeof alertsDesk>>;

/** A price of a listed coin in dollars that is crossed. */
export const price = (id: string, is: "above" | "below", threshold: number, currency = "USD"): Condition => ({
  kind: "price",
  asset: { kind: "listed", id },
  is,
  threshold,
  currency,
});
