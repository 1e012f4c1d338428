import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AlertsDesk, alertsDesk, DAY, HOUR, MINUTE, price } from "../support/alerts-desk.ts";
import { accept } from "../../src/jobs/check-alerts-accept.ts";
import { alertSources } from "../../src/compose/alert-sources.ts";
import type { AlertAsset, Condition } from "../../src/alerts/alert.ts";
import { checkAlerts } from "../../src/jobs/check-alerts.ts";
import { AlertQuoteStore, type KeptAsset } from "../../src/store/alert-quote-store.ts";
import { AlertStore } from "../../src/store/alert-store.ts";
import { AlertWatchStore } from "../../src/store/alert-watch-store.ts";
import { createLookAtTokens } from "../../src/jobs/check-alerts-tokens.ts";
import type { DexTokens } from "../../src/market/dex/tokens.ts";
import fc from "fast-check";
import { indexBook } from "../../src/store/index-level-store.ts";
import { type LayerSubject, lookAtLayer } from "../../src/jobs/check-alerts-layers.ts";
import type { Look } from "../../src/alerts/observation.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import { NO_INDICES } from "../../src/sector/indices.ts";
import type { Stack } from "../../src/sector/layers.ts";
import { timesToldOn } from "../../src/alerts/back-check.ts";

let desk: AlertsDesk;
beforeEach(async () => {
  desk = await alertsDesk();
});
afterEach(() => desk.close());

const numbers = async (): Promise<readonly string[]> => (await desk.sent()).map(({ sourceId }) => sourceId);

describe("a layer", () => {
  const move = (median: number, breadth: number) => ({ "24h": { median, breadth }, "7d": { median, breadth } });
  const stack = {
    isStale: false,
    asOf: NOON,
    source: "CoinGecko",
    layers: [
      { layer: { id: "agents" }, figures: { moves: move(0.02, 0.4) } },
      { layer: { id: "compute" }, figures: { moves: move(0.05, 0.9) } },
    ],
  } as unknown as Stack;
  const parts = { stack: async () => stack, indices: NO_INDICES };
  const valueOf = async (subject: LayerSubject, of: Stack | string = stack, now = NOON) =>
    (await lookAtLayer(subject, of, parts, now)).seen;

  test("has its median change, its breadth and its rank", async () => {
    const layerId = "agents";
    expect(await valueOf({ kind: "layer_change", layerId, window: "24h" })).toMatchObject({ value: 0.02 });
    expect(await valueOf({ kind: "layer_breadth", layerId, window: "24h" })).toMatchObject({ value: 0.4 });
    expect(await valueOf({ kind: "layer_rank", layerId })).toMatchObject({ kind: "seen", value: 2 });
  });

  test("without enough members, or by a list of long ago, tells nothing", async () => {
    const subject = { kind: "layer_change", layerId: "agents", window: "30d" } as const;
    expect(await valueOf(subject)).toMatchObject({ kind: "missing", why: expect.stringContaining("Too few") });
    expect(await valueOf(subject, "Nobody answered.")).toEqual({ kind: "missing", why: "Nobody answered." });
    expect(await valueOf({ ...subject, window: "24h" }, stack, NOON + 7 * HOUR)).toMatchObject({ kind: "stale" });
  });

  test("falls from the highest level of so many days, and the back-check counts the same days", async () => {
    const condition = {
      kind: "drawdown",
      of: { layerId: "agents" },
      from: { days: 3 },
      fraction: 0.1,
    } as const satisfies Condition;
    const today = Math.floor(desk.now() / DAY);
    // 115 is the high of three days for those three alone: by a window of four days the 104 behind it would be a fall, too.
    const levels = [...Array.from({ length: 40 }, () => 100), 115, 110, 108, 103.4, 103.4, 103.4];
    const level = (byCap: number) => ({ byCap, equal: byCap, used: 9, of: 9 });
    const first = today - levels.length;
    const days = levels.map((byCap, index) => ({
      indexId: "agents",
      day: first + index,
      assetIds: [],
      listedOnDay: first,
      level: level(byCap),
      moves: {},
    }));
    await indexBook(desk.database).keep(days);
    const { wouldHave } = await desk.book.backCheck(condition, desk.call());
    // Of each three days: 110/115, 108/115, 103.4/110 and so on are less than a tenth.
    expect(wouldHave).toMatchObject({ times: 0, interval: "daily levels" });
    await desk.add(condition);
    await indexBook(desk.database).keep([{ ...days[0]!, day: today, level: level(92) }]);
    await desk.tick(DAY);
    expect((await desk.sent())[0]?.facts).toMatchObject({ fired: { value: expect.closeTo(1 - 92 / 103.4) } });
  });
});

describe("a fall from the high of so many days", () => {
  test("is of daily closes against the price of now", async () => {
    const asset = { kind: "listed", id: "bittensor" } as const;
    const today = Math.floor(desk.now() / DAY);
    const closes = Array.from({ length: 40 }, (_, index) => (index === 35 ? 500 : 400));
    await desk.closes.keep(
      closes.map((close, index) => ({ assetId: "bittensor", day: today - 40 + index, close, source: "CoinGecko" })),
    );
    await desk.add({ kind: "drawdown", of: { asset }, from: { days: 10 }, fraction: 0.2 });
    await desk.add({ kind: "drawdown", of: { asset }, from: { days: 4 }, fraction: 0.2 });
    await desk.walk("bittensor", 450, 410);
    expect(await numbers()).toEqual([]);
    await desk.walk("bittensor", 399);
    expect(await numbers()).toEqual(["1"]);
  });
});

describe("a token of a DEX", () => {
  const asset = { kind: "token", chain: "base", address: "0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1" } as const;
  const pool = { price: 2, liquidity: 1e6, volume24h: 1e5, cap: 5e6 };
  const view = { pools: [pool], isStale: false, asOf: NOON, source: "GeckoTerminal", silent: [], contradictions: [] };
  const look = async (said: object, kept: ReadonlyMap<string, KeptAsset> = new Map(), now = NOON) => {
    const tokens = { of: async () => said } as unknown as DexTokens;
    const [found] = await createLookAtTokens({ tokens, log: memoryLog() })([asset satisfies AlertAsset], kept, now);
    return found;
  };

  test("has a price only where a pool is deep enough for one", async () => {
    expect(await look(view)).toMatchObject({ price: { usd: 2, source: "GeckoTerminal", everyMs: 5 * MINUTE } });
    expect((await look({ ...view, pools: [{ ...pool, liquidity: 49_999 }] }))?.price).toBeUndefined();
    expect((await look({ ...view, pools: [{ ...pool, liquidity: undefined }] }))?.price).toBeUndefined();
    expect((await look({ ...view, isStale: true }))?.price).toBeUndefined();
  });

  test.each([
    ["that only one source has is believed when it has stood for ten minutes", {}, 3],
    ["is not while the other source is away", { silent: ["DexScreener"] }, 2],
    ["is not while the other source contradicts it", { contradictions: [{ about: "price" }] }, 2],
  ])("whose jump %s", async (_name, more, price) => {
    let kept = await look(view);
    for (let minutes = 5; minutes <= 20; minutes += 5) {
      const now = NOON + minutes * MINUTE;
      const said = { ...view, ...more, asOf: now, pools: [{ ...pool, price: 3 }] };
      kept = await look(said, new Map(kept ? [[kept.asset, kept]] : []), now);
    }
    expect(kept?.price?.usd).toBe(price);
  });

  test("is looked at again after the clock was set back", async () => {
    const kept = await look(view);
    const earlier = NOON - DAY;
    const again = await look({ ...view, asOf: earlier }, new Map(kept ? [[kept.asset, kept]] : []), earlier);
    expect(again?.asked).toEqual({ pools: earlier });
  });
});

test("a volume may quadruple, and one that does more is taken when it stands", () => {
  const kept: KeptAsset = {
    asset: "bittensor",
    asked: {},
    price: { usd: 400, asOf: NOON, source: "CoinGecko", everyMs: MINUTE, seenAt: NOON },
    sizes: { volume: 1e8, asOf: NOON, source: "CoinGecko", seenAt: NOON },
  };
  const volumeOf = (volume24h: number, now: number) => {
    const figures = { price: 400, asOf: now, volume24h };
    return accept({ source: "CoinGecko", everyMs: 10 * MINUTE, isOfSizes: true, figures }, kept, [], now).sizes?.volume;
  };
  expect(volumeOf(3.9e8, NOON + MINUTE)).toBe(3.9e8);
  expect(volumeOf(4.1e8, NOON + MINUTE)).toBe(1e8);
  expect(volumeOf(4.1e8, NOON + 30 * MINUTE)).toBe(4.1e8);
});

test("a paid plan of CoinGecko is asked each minute, and without one DefiLlama is", () => {
  const source = (name: string) => ({ source: name, prices: async () => new Map(), markets: async () => new Map() });
  const sources = [source("CoinGecko"), source("DefiLlama"), source("CoinPaprika")] as unknown as Parameters<
    typeof alertSources
  >[0];
  const cadences = (plan: "pro" | "demo") =>
    alertSources(sources, plan).map((each) => [each.source, (each.everyMs ?? 0) / MINUTE]);
  expect(cadences("pro")).toEqual([
    ["CoinGecko", 1],
    ["DefiLlama", 10],
    ["CoinPaprika", 10],
  ]);
  expect(cadences("demo")[0]).toEqual(["DefiLlama", 1]);
});

test("a tick does not wait for a check that takes too long, and no second one is begun meanwhile", async () => {
  await desk.add(price("bittensor", "above", 400));
  let answer: (looks: ReadonlyMap<string, Look>) => void = () => undefined;
  let looks = 0;
  const step = checkAlerts({
    database: desk.database,
    log: desk.log,
    alerts: new AlertStore(),
    watches: new AlertWatchStore(),
    quotes: new AlertQuoteStore(),
    news: { about: async () => ({ stories: [], feeds: { count: 0, silent: [] } }) as never },
    projectOf: () => undefined,
    namesOf: () => ({ subject: "It" }),
    replyOf: () => ({ blocks: [] }),
    enqueue: async () => undefined,
    look: async () => {
      looks += 1;
      return await new Promise<ReadonlyMap<string, Look>>((resolve) => (answer = resolve));
    },
    waitMs: 20,
  });
  await step.run(desk.now() + MINUTE);
  await step.run(desk.now() + 2 * MINUTE);
  expect(looks).toBe(1);
  const last = step.run(desk.now() + 3 * MINUTE);
  answer(new Map());
  await last;
  expect(looks).toBe(1);
  expect(desk.log.lines.map(({ event }) => event)).toContain("the check of alerts goes on beside the tick");
});

test("on any path the check tells as often as the back-check counts", async () => {
  const prices = fc.array(fc.integer({ min: 95, max: 105 }), { minLength: 2, maxLength: 16 });
  await fc.assert(
    fc.asyncProperty(prices, fc.constantFrom("above" as const, "below" as const), async (path, is) => {
      const own = await alertsDesk();
      const condition = price("bittensor", is, 100);
      const [first = 0, ...rest] = path;
      own.llama.say("bittensor", first);
      await own.book.backCheck(condition, own.call());
      await own.add(condition, { repetition: { kind: "repeat", coolDownMs: 0 } });
      await own.walk("bittensor", ...rest);
      const counted = timesToldOn(
        condition,
        path.map((usd, index) => [index, usd] as const),
      );
      expect((await own.sent()).length).toBe(counted);
      await own.close();
    }),
    { numRuns: 40 },
  );
}, 60_000);
