import { afterEach, describe, expect, test } from "vitest";
import { assetsOf, childrenIn, countedIn, parentOf } from "../../src/sector/members.ts";
import { categoryBook } from "../../src/store/category-book.ts";
import { categoryReport } from "../../src/sector/category-check.ts";
import { checkCategories } from "../../src/jobs/check-categories.ts";
import { coin } from "../stand-ins/market-assets.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { createMovers } from "../../src/market/movers.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { Health } from "../../src/core/health.ts";
import { layerUniverses, stackNow, stackOf } from "../../src/sector/layers.ts";
import type { MarketRow } from "../../src/market/source.ts";
import { type MarketOptions, type MarketStandIn, startMarket } from "../stand-ins/market.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import { MIN_MEMBER_VOLUME_24H_USD } from "../../src/market/liquidity.ts";
import { readSectorMap } from "../../src/sector/map.ts";
import { readUniverse, type Universe } from "../../src/market/universe.ts";
import { sectorAssets } from "../support/layer-desk.ts";
import { testWire } from "../support/market.ts";

const map = readSectorMap();
const HOUR = 3_600_000;
const MINUTE = 60_000;

const row = (id: string, rest: Partial<MarketRow> = {}): MarketRow => ({
  id,
  symbol: id.toUpperCase(),
  name: id,
  price: 1,
  change24h: 0.01,
  change7d: 0.02,
  change30d: 0.03,
  marketCap: 1e6,
  volume24h: 1e6,
  asOf: NOON,
  ...rest,
});
const all = [...assetsOf(countedIn(map)), ...map.benchmarks];
const stackWith = (change: (id: string) => Partial<MarketRow> | undefined) => {
  const rows = all.flatMap((id) => {
    const rest = change(id);
    return rest ? [row(id, rest)] : [];
  });
  return stackOf(map, { askedIds: all, rows, asOf: NOON, isStale: false }, "CoinGecko");
};
const layerOf = (stack: ReturnType<typeof stackOf>, id: string) => {
  const found = stack.layers.find(({ layer }) => layer.id === id);
  if (!found) throw new Error(`no layer ${id}`);
  return found;
};

const open: MarketStandIn[] = [];
afterEach(async () => {
  for (const standIn of open.splice(0)) {
    expect(standIn.violations).toEqual([]);
    await standIn.close();
  }
});
async function provider(options: MarketOptions) {
  const standIn = await startMarket({ now: () => NOON, ...options });
  open.push(standIn);
  const wire = testWire({ wait: async () => undefined });
  return { standIn, coingecko: createCoinGecko({ ...wire, plan: "public", base: standIn.coingeckoBase }) };
}

describe("the stack", () => {
  test("is one request of all members and benchmarks, with the changes of a day, a week and a month", async () => {
    const { standIn, coingecko } = await provider({ assets: sectorAssets() });
    const movers = createMovers({ markets: coingecko, clock: () => NOON });
    const stack = await stackNow(map, movers);
    await stackNow(map, movers);
    expect(standIn.requests.map(({ path }) => path)).toEqual(["/coins/markets"]);
    expect(layerOf(stack, "data").figures.moves).toEqual({
      "24h": { median: 0.01, breadth: 1, count: 12 },
      "7d": { median: 0.02, breadth: 1, count: 12 },
      "30d": { median: 0.03, breadth: 1, count: 12 },
    });
    expect([...stack.benchmarks.keys()].toSorted()).toEqual(["bitcoin", "ethereum", "solana"]);
  });

  test("has the layers from bottom to top, and those for comparison not at all", () => {
    const names = stackWith(() => ({})).layers.map(({ layer }) => layer.name);
    expect(names[0]).toBe("Compute");
    expect(names.at(-1)).toBe("Chains");
    expect(names).not.toContain("Closed labs");
  });

  test("benchmarks enter no figure, however large they are", () => {
    const stack = stackWith((id) => (map.benchmarks.has(id) ? { marketCap: 1e12, change7d: 5 } : {}));
    const count = countedIn(map).length;
    expect(stack.sector.moves["7d"]).toEqual({ median: 0.02, breadth: 1, count });
    expect(stack.sector.capUsd).toBe(1e6 * (count - children.length));
    expect(layerOf(stack, "infra-chains").members.map(({ assetId }) => assetId)).not.toContain("solana");
  });

  test("a price that is more than six hours older than the newest is none of today", () => {
    const aged = (hours: number) =>
      stackWith((id) => (id === "akash-network" ? { asOf: NOON - hours * HOUR, change7d: 9 } : {}));
    expect(aged(5).asOf).toBe(NOON - 5 * HOUR);
    expect(layerOf(aged(5), "compute-depin").figures.left).toEqual([]);
    expect(aged(7).asOf).toBe(NOON);
    expect(layerOf(aged(7), "compute-depin").figures.left).toEqual([{ projectId: "akash", why: "no figures" }]);
  });

  test("the floor of volume is where it is said to be", () => {
    const at = (volume24h: number) =>
      layerOf(
        stackWith((id) => (id === "golem" ? { volume24h } : {})),
        "compute-depin",
      );
    expect(at(MIN_MEMBER_VOLUME_24H_USD).figures.used).toBe(9);
    expect(at(MIN_MEMBER_VOLUME_24H_USD - 1).figures).toMatchObject({
      used: 8,
      left: [{ projectId: "golem", why: "below the volume floor" }],
    });
  });

  test("a layer has figures from five tokens that count, not from four", () => {
    const agents = assetsOf(map.priced("agents"));
    const counting = (count: number) => stackWith((id) => (agents.indexOf(id) >= count ? undefined : {}));
    expect(layerOf(counting(5), "agents").hasFigures).toBe(true);
    expect(layerOf(counting(4), "agents")).toMatchObject({ hasFigures: false, figures: { moves: {} } });
  });
});

const children = countedIn(map).filter((project) => parentOf(project, map) !== undefined);

describe("tokens inside another's economy", () => {
  test("are those of Bittensor's subnets and Virtuals' agents; a token that stayed on its own chain is none", () => {
    expect(new Map(children.map((project) => [project.id, parentOf(project, map)?.id]))).toEqual(
      new Map([
        ["aixbt", "virtuals"],
        ["billy-bets", "virtuals"],
        ["chutes", "bittensor"],
        ["game", "virtuals"],
        ["luna", "virtuals"],
        ["sportstensor", "bittensor"],
      ]),
    );
    expect(childrenIn(map).has("sportstensor")).toBe(true);
    expect(childrenIn(map).has("masa-finance")).toBe(false);
  });

  test("are never added to their parent's cap, and know what the parent did", () => {
    const stack = stackWith((id) =>
      id === "chutes" ? { marketCap: 1e12 } : id === "bittensor" ? { change7d: 0.5 } : {},
    );
    const inference = layerOf(stack, "inference");
    expect(inference.figures.capUsd).toBe(8e6);
    expect(inference.members.find(({ assetId }) => assetId === "chutes")?.parent).toMatchObject({
      project: { id: "bittensor" },
      row: { change7d: 0.5 },
    });
  });
});

describe("the layers as lists for /movers", () => {
  test("are found by their names and by what else people call them", () => {
    const lists = layerUniverses(map) as readonly [Universe, ...Universe[]];
    for (const [typed, name] of [
      ["depin", "Compute"],
      ["ai agents", "Agents"],
      ["training data", "Data"],
    ] as const)
      expect(readUniverse(typed, lists)).toMatchObject({ kind: "named", universe: { name } });
    expect(lists.map(({ name }) => name)).not.toContain("Context");
    expect(lists.every(({ assetIds }) => assetIds.length > 0)).toBe(true);
  });
});

describe("the provider's categories", () => {
  const check = async (options: MarketOptions, kept?: Database) => {
    const { standIn } = await provider(options);
    // The wire's clock stands still: with a key there are tokens enough for the whole test.
    const key = { plan: "demo", apiKey: "demo-key" } as const;
    const wire = testWire({ wait: async () => undefined });
    const source = createCoinGecko({ ...wire, ...key, base: standIn.coingeckoBase });
    const log = memoryLog();
    const health = new Health();
    const database = kept ?? (await openDatabase(":memory:"));
    const book = categoryBook(database);
    const step = checkCategories({ map, source, book, log, health });
    const paths = (): readonly string[] => standIn.requests.map(({ path }) => path);
    /** A tick each minute until nothing is due. */
    const settle = async (from: number): Promise<void> => {
      for (let at = from; (await step.run(at)) !== "idle"; at += MINUTE);
    };
    const report = async () => categoryReport(map, await book.read());
    return { standIn, log, health, step, database, paths, settle, report };
  };
  const LIST = "/coins/categories/list";
  const MEMBERS = "/coins/markets";
  const coins = (ids: readonly string[]): NonNullable<MarketOptions["assets"]> =>
    ids.map((id, index) => coin(id, id.slice(0, 4), id, 1, { cap: 1e9 - index }));

  test("are compared with the map's at the start and a day later, one request a minute", async () => {
    const categoryMembers = { depin: ["render-token"], storage: ["filecoin"] };
    const { health, paths, step, settle } = await check({
      categories: ["depin", "storage"],
      categoryMembers,
      assets: coins(["render-token", "filecoin"]),
    });
    await settle(NOON);
    expect(paths()).toEqual([LIST, MEMBERS, MEMBERS]);
    expect(await step.run(NOON + 23 * HOUR)).toBe("idle");
    await settle(NOON + 24 * HOUR + 5 * MINUTE);
    expect(paths()).toHaveLength(6);
    expect(health.all().get("sector map")).toMatchObject({ state: "late" });
  });

  test("are not asked for again by a desk that is started again within the day, and the operator is told all the same", async () => {
    const options = {
      categories: ["depin"],
      categoryMembers: { depin: ["render-token"] },
      assets: coins(["render-token"]),
    };
    const first = await check(options);
    await first.settle(NOON);
    const again = await check(options, first.database);
    await again.settle(NOON + 3 * HOUR);
    expect(again.paths()).toEqual([]);
    expect(again.health.all().get("sector map")?.state).toBe("late");
    expect(String(again.log.lines[0]?.fields["categories"])).toContain("storage (Data)");
  });

  test("that are gone are named to the operator, in one line, with the layer", async () => {
    const { health, log, step } = await check({ categories: ["depin", "storage"] });
    await step.run(NOON);
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toMatchObject({ level: "warn" });
    expect(String(log.lines[0]?.fields["categories"])).toContain("big-data (Data), bittensor-ecosystem (Coordination)");
    expect(health.all().get("sector map")?.state).toBe("late");
    expect(health.isReady()).toBe(true);
  });

  test("are told member by member: what is not on the map, in another layer, and in the layer alone", async () => {
    const { log, settle, report } = await check({
      categories: ["big-data", "storage"],
      categoryMembers: { "big-data": ["render-token", "stranger", "the-graph"], storage: ["filecoin", "stranger"] },
      assets: coins(["stranger", "render-token", "the-graph", "filecoin"]),
    });
    await settle(NOON);
    const own = assetsOf(map.priced("data"));
    const found = (await report())?.layers;
    expect(found).toEqual([
      {
        layerId: "data",
        name: "Data",
        categories: ["big-data", "storage"],
        notOnMap: ["stranger"],
        elsewhere: ["render-token"],
        notInCategories: own.filter((id) => id !== "the-graph" && id !== "filecoin"),
      },
    ]);
    const line = log.lines.find(({ fields }) => fields["layer"] === "Data");
    expect(line?.fields).toMatchObject({ notOnMap: "1: stranger", inAnotherLayer: "1: render-token" });
    expect(String(line?.fields["notInCategories"])).toMatch(new RegExp(`^${own.length - 2}: `));
  });

  test("of a category longer than its list nobody says what is not in it", async () => {
    const ids = Array.from({ length: 260 }, (_, index) => `token-${index}`);
    const { settle, report } = await check({
      categories: ["depin"],
      categoryMembers: { depin: ids },
      assets: coins(ids),
    });
    await settle(NOON);
    const [compute] = (await report())?.layers ?? [];
    expect(compute?.notOnMap).toHaveLength(250);
    expect(compute?.notInCategories).toBeUndefined();
  });

  test("one that does not answer keeps no other from being compared, and comes again in an hour", async () => {
    const { settle, step, paths, report, log } = await check({
      categories: ["big-data", "storage"],
      categoryMembers: { storage: ["filecoin"] },
      assets: coins(["filecoin"]),
    });
    await step.run(NOON);
    expect(await step.run(NOON + MINUTE)).toBe("idle");
    await settle(NOON + 2 * MINUTE);
    expect((await report())?.layers).toMatchObject([{ layerId: "data", categories: ["storage"] }]);
    expect((await report())?.layers[0]?.notInCategories).toBeUndefined();
    expect(log.lines.some(({ fields }) => fields["layer"] === "Data")).toBe(true);
    const asked = paths().length;
    await step.run(NOON + HOUR);
    expect(paths()).toHaveLength(asked);
    await step.run(NOON + HOUR + 2 * MINUTE);
    expect(paths()).toHaveLength(asked + 1);
  });

  test("a clock that was set back asks again instead of waiting", async () => {
    const { step, paths } = await check({ categories: ["depin"] });
    await step.run(NOON + 400 * 24 * HOUR);
    await step.run(NOON);
    expect(paths().filter((path) => path === LIST)).toHaveLength(2);
  });

  test("are asked for again an hour after a failure, and an empty list is one", async () => {
    const { standIn, health, step } = await check({ categories: [] });
    expect(await step.run(NOON)).toBe("idle");
    expect(await step.run(NOON + 59 * 60_000)).toBe("idle");
    expect(standIn.requests).toHaveLength(1);
    await step.run(NOON + HOUR);
    expect(standIn.requests).toHaveLength(2);
    expect(health.all().size).toBe(0);
  });
});
