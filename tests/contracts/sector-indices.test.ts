import { afterEach, beforeEach, describe, expect, test } from "vitest";
import fc from "fast-check";
import { assetsOf, countedIn } from "../../src/sector/members.ts";
import { BASE } from "../../src/sector/index-level.ts";
import { closeBook } from "../../src/store/daily-close-store.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { closesIn, type DailyClose, DAY_MS, dayOf } from "../../src/market/closes.ts";
import { createCoinGecko } from "../../src/market/providers/coingecko.ts";
import { Health } from "../../src/core/health.ts";
import { openLiveMarket } from "../../src/compose/market.ts";
import { readConfig } from "../../src/config.ts";
import { sectorAssets } from "../support/layer-desk.ts";
import { startMarket } from "../stand-ins/market.ts";
import { testWire } from "../support/market.ts";
import { type IndexBook, type IndexDay, indexDays, type MemberClose, SECTOR_INDEX } from "../../src/sector/indices.ts";
import { indexBook } from "../../src/store/index-level-store.ts";
import { keepIndices } from "../../src/jobs/keep-indices.ts";
import { memoryLog } from "../support/calls.ts";
import { readSectorMap, type SectorMap } from "../../src/sector/map.ts";

const MINUTE = 60_000;
/** Half past midnight of a day whose yesterday is `LAST`. */
const NOW = Date.UTC(2026, 2, 11, 0, 30);
const LAST = dayOf(NOW) - 1;

/** Six tokens of the launchpads; none of them is priced in another's economy. */
const LAUNCHPADS = ["virtual-protocol", "tokenbot-2", "bankercoin-2", "kite-2", "holoworld", "openserv"] as const;
const LAYER = "launchpads-commerce";

const whole = readSectorMap();
/** The map with the launchpads alone, as it is or without some of them. */
const mapWith = (assetIds: readonly string[], layerIds: readonly string[] = [LAYER]): SectorMap => ({
  ...whole,
  layers: whole.layers.filter(({ id }) => layerIds.includes(id)),
  priced: (id) => whole.priced(id).filter(({ token }) => assetIds.includes(token?.assetId ?? "")),
});

let database: Database;
let indices: IndexBook;
beforeEach(async () => {
  database = await openDatabase(":memory:");
  indices = indexBook(database);
});
afterEach(() => database.destroy());

const close = (assetId: string, day: number, price: number, rest: Partial<DailyClose> = {}): DailyClose => ({
  assetId,
  day,
  close: price,
  volume: 1e6,
  marketCap: price * 1e6,
  source: "CoinGecko",
  ...rest,
});
const keep = (closes: readonly DailyClose[]): Promise<void> => closeBook(database).keep(closes);
const job = (map: SectorMap) => keepIndices({ map, closes: closeBook(database), indices, log: memoryLog() });
const daysOf = async (indexId: string): Promise<readonly IndexDay[]> =>
  (await indices.between(0, LAST + 400)).filter((each) => each.indexId === indexId);
const levelsOf = async (indexId: string) =>
  (await daysOf(indexId)).map(({ day, level }) => [day, level?.byCap, level?.equal]);

describe("an index", () => {
  test("is 100 on its first day, then moves by cap of the day before and, beside it, each token alike", async () => {
    // Caps of the day before last: five of 100 M and one of 500 M, which doubles while another halves.
    await keep([
      ...LAUNCHPADS.map((id, index) => close(id, LAST - 1, 100, { marketCap: index === 0 ? 500e6 : 100e6 })),
      ...LAUNCHPADS.map((id, index) => close(id, LAST, [200, 50][index] ?? 100)),
    ]);
    await job(mapWith(LAUNCHPADS)).run(NOW);
    const [first, last] = await daysOf(LAYER);
    expect(first).toMatchObject({ day: LAST - 1, level: { byCap: BASE, equal: BASE, used: 6, of: 6 } });
    // (500 × 2 + 100 × 0.5 + 400 × 1) / 1000 = 1.45; (2 + 0.5 + 4) / 6 = 1.08333.
    expect(last?.level?.byCap).toBeCloseTo(145, 10);
    expect(last?.level?.equal).toBeCloseTo((650 / 600) * 100, 10);
    expect(last?.moves["24h"]).toEqual({ median: 0, breadth: 1 / 6, count: 6 });
    expect(await levelsOf(SECTOR_INDEX)).toEqual(await levelsOf(LAYER));
  });

  test("a token that joins makes no jump, whatever it costs", async () => {
    const five = LAUNCHPADS.slice(0, 5);
    await keep([LAST - 2, LAST - 1].flatMap((day) => five.map((id) => close(id, day, 10))));
    await job(mapWith(five)).run(NOW - DAY_MS);
    await keep([...five, "openserv"].map((id) => close(id, LAST, id === "openserv" ? 5_000 : 11)));
    await job(mapWith(LAUNCHPADS)).run(NOW);
    const days = await daysOf(LAYER);
    expect(days.map(({ assetIds }) => assetIds.length)).toEqual([5, 5, 6]);
    expect(days.at(-1)?.level).toEqual({ byCap: 110.00000000000001, equal: 110.00000000000001, used: 5, of: 6 });
    expect(days.at(-1)).toMatchObject({ listedOnDay: LAST + 1 });
  });

  test("who belonged to it on a day stays as it was written down, and is still counted there", async () => {
    await keep(
      [LAST - 2, LAST - 1].flatMap((day) =>
        LAUNCHPADS.map((id, index) => close(id, day, day === LAST - 1 && index === 0 ? 160 : 100)),
      ),
    );
    await job(mapWith(LAUNCHPADS)).run(NOW - DAY_MS);
    const before = await daysOf(LAYER);
    await keep(LAUNCHPADS.map((id) => close(id, LAST, 100)));
    await job(mapWith(LAUNCHPADS.slice(1))).run(NOW);
    const after = await daysOf(LAYER);
    expect(after.slice(0, 2)).toEqual(before);
    expect(before.at(-1)?.level?.equal).toBeCloseTo(110, 10);
    // The token that left fell by 60 that day, which is no longer its business.
    expect(after.at(-1)?.level?.equal).toBeCloseTo(110, 10);
    expect(after.at(-1)?.level).toMatchObject({ used: 5, of: 5 });
  });

  test("a day that was missed is chained over, and made up for when its closes are filled in", async () => {
    const priceOn = new Map([
      [LAST - 3, 100],
      [LAST - 2, 110],
      [LAST - 1, 99],
      [LAST, 120],
    ]);
    const on = (day: number) => LAUNCHPADS.map((id) => close(id, day, priceOn.get(day) ?? 0));
    await keep([...on(LAST - 3), ...on(LAST - 2), ...on(LAST)]);
    const step = job(mapWith(LAUNCHPADS));
    await step.run(NOW);
    expect((await daysOf(LAYER)).map(({ day, level }) => [day - LAST, level && Math.round(level.byCap)])).toEqual([
      [-3, 100],
      [-2, 110],
      [-1, undefined],
      [0, 120],
    ]);
    await keep(on(LAST - 1));
    expect(await step.run(NOW + 60 * MINUTE)).toBe("idle");
    await step.run(NOW + 7 * 60 * MINUTE);
    expect((await levelsOf(LAYER)).map(([, byCap]) => Math.round(byCap ?? 0))).toEqual([100, 110, 99, 120]);
  });

  test("has no level on a day on which fewer than five of its tokens have both closes; coverage is kept", async () => {
    await keep([
      ...LAUNCHPADS.map((id) => close(id, LAST - 2, 100)),
      ...LAUNCHPADS.slice(0, 4).map((id) => close(id, LAST - 1, 300)),
      ...LAUNCHPADS.slice(0, 5).map((id) => close(id, LAST, 150)),
    ]);
    await job(mapWith(LAUNCHPADS)).run(NOW);
    const days = await daysOf(LAYER);
    expect(days[1]?.level).toBeUndefined();
    expect(days[1]?.moves).toEqual({});
    expect(days[2]?.level).toMatchObject({ used: 5, of: 6 });
    expect(days[2]?.level?.equal).toBeCloseTo(150, 10);
  });

  test("a layer under five tokens has none; the sector counts its tokens all the same", async () => {
    const ids = [...LAUNCHPADS, "io"];
    await keep([LAST - 1, LAST].flatMap((day) => ids.map((id) => close(id, day, 100))));
    await job(mapWith(ids, [LAYER, "hardware-clustering"])).run(NOW);
    expect(await daysOf("hardware-clustering")).toEqual([]);
    expect((await daysOf(SECTOR_INDEX)).at(-1)?.level).toMatchObject({ used: 7, of: 7 });
  });

  test("a token priced in another's economy counts among all alike, and has no weight by cap", async () => {
    const agents = assetsOf(whole.priced("agents"));
    await keep([
      ...agents.map((id) => close(id, LAST - 1, 100, { marketCap: 1e9 })),
      ...agents.map((id) => close(id, LAST, id === "aixbt" ? 400 : 100, { marketCap: 1e9 })),
    ]);
    await job(mapWith(agents, ["agents"])).run(NOW);
    const { level } = (await daysOf("agents")).at(-1) ?? {};
    expect(level?.byCap).toBe(100);
    expect(level?.equal).toBeCloseTo(150, 10);
  });

  test("what is hardly traded moves the level and not the median", async () => {
    const thin = (id: string) => (id === "openserv" || id === "holoworld" ? { volume: 99_999 } : {});
    await keep([
      ...LAUNCHPADS.map((id) => close(id, LAST - 1, 100, thin(id))),
      ...LAUNCHPADS.map((id) => close(id, LAST, 110, thin(id))),
    ]);
    await job(mapWith(LAUNCHPADS)).run(NOW);
    expect((await daysOf(LAYER)).at(-1)).toMatchObject({ moves: {}, level: { used: 6 } });
  });

  test("keeps the changes of a week and a month beside the level", async () => {
    await keep(
      [0, 1, 7, 30].flatMap((ago) =>
        LAUNCHPADS.map((id, index) => close(id, LAST - ago, ago === 0 ? 100 + index : 80 + ago)),
      ),
    );
    await job(mapWith(LAUNCHPADS)).run(NOW);
    const { moves } = (await daysOf(LAYER)).at(-1) ?? {};
    expect(moves?.["24h"]?.median).toBeCloseTo(102.5 / 81 - 1, 10);
    expect(moves?.["7d"]?.median).toBeCloseTo(102.5 / 87 - 1, 10);
    expect(moves?.["30d"]).toMatchObject({ breadth: 0, count: 6 });
  });
});

describe("the job", () => {
  const filled = (days: number) =>
    Array.from({ length: days }, (_, ago) =>
      LAUNCHPADS.map((id, index) => close(id, LAST - ago, 100 + ((ago * (index + 3)) % 17))),
    ).flat();

  test("waits until half of the tokens have the day's close, and tells it once", async () => {
    const step = job(mapWith(LAUNCHPADS));
    await keep(LAUNCHPADS.slice(0, 2).map((id) => close(id, LAST, 100)));
    expect(await step.run(NOW)).toBe("idle");
    await keep(filled(3));
    expect(await step.run(NOW + 5 * MINUTE)).toBe("idle");
    expect(await step.run(NOW + 10 * MINUTE)).toBeUndefined();
    expect(await daysOf(LAYER)).toHaveLength(3);
    expect(await step.run(NOW + 20 * MINUTE)).toBe("idle");
  });

  test("a clock that was set back does not keep it waiting", async () => {
    const step = job(mapWith(LAUNCHPADS));
    await keep(filled(3));
    expect(await step.run(NOW + 30 * DAY_MS)).toBe("idle");
    expect(await step.run(NOW)).toBeUndefined();
    expect(await daysOf(LAYER)).toHaveLength(3);
    expect((await daysOf(LAYER)).every(({ listedOnDay }) => listedOnDay === LAST + 1)).toBe(true);
  });

  test("told again, by the same process or a new one, everything is as it was", async () => {
    await keep(filled(40));
    await job(mapWith(LAUNCHPADS)).run(NOW);
    const before = await indices.between(0, LAST);
    await job(mapWith(LAUNCHPADS)).run(NOW + MINUTE);
    expect(await indices.between(0, LAST)).toEqual(before);
    expect(before).toHaveLength(80);
  });

  test("after more than a year goes on from the level that is kept, without telling what is older again", async () => {
    await keep(filled(500));
    const step = job(mapWith(LAUNCHPADS));
    const base = LAST - 499 + 364; // The last day of the year that a first start at that time would tell.
    await step.run((base + 1) * DAY_MS + (NOW % DAY_MS));
    const first = await daysOf(LAYER);
    await job(mapWith(LAUNCHPADS)).run(NOW);
    const all = await daysOf(LAYER);
    expect(all).toHaveLength(500);
    expect(all.slice(0, 365)).toEqual(first);
    const straight = indexDays({
      indexId: LAYER,
      closes: byDay(filled(500)),
      fromDay: LAST - 499,
      toDay: LAST,
      membersOn: () => ({ assetIds: LAUNCHPADS, listedOnDay: 0 }),
      isChild: () => false,
    });
    expect(all.at(-1)?.level?.byCap).toBeCloseTo(straight.at(-1)?.level?.byCap ?? 0, 8);
  });

  test("cut short at any index, it is taken up by the next", async () => {
    await keep(filled(5));
    let left = 1;
    const cut: IndexBook = {
      ...indices,
      keep: async (days) => {
        if (left-- <= 0) throw new Error("killed");
        await indices.keep(days);
      },
    };
    const step = keepIndices({ map: mapWith(LAUNCHPADS), closes: closeBook(database), indices: cut, log: memoryLog() });
    await expect(step.run(NOW)).rejects.toThrow("killed");
    expect(await daysOf(SECTOR_INDEX)).toEqual([]);
    left = 9;
    await step.run(NOW + 10 * MINUTE);
    expect(await daysOf(SECTOR_INDEX)).toHaveLength(5);
  });

  test("without any close it stays idle", async () => {
    expect(await job(whole).run(NOW)).toBe("idle");
    expect(countedIn(whole).length).toBeGreaterThan(70);
  });
});

describe("the live market", () => {
  const MIDNIGHT = Date.UTC(2026, 2, 10, 0, 5);

  test("keeps the closes of all members just after midnight, and tells the indices from them", async () => {
    let now = MIDNIGHT;
    const standIn = await startMarket({ now: () => now, assets: sectorAssets() });
    const { market: config } = readConfig({
      COINGECKO_API_BASE: standIn.coingeckoBase,
      COINGECKO_API_KEY: "demo-key",
    });
    const parts = { config, version: "0", database, log: memoryLog(), health: new Health(), clock: () => now };
    const live = await openLiveMarket({ ...parts, keep: "closes" });
    const run = async (name: string) => await live.steps.find((step) => step.name === name)?.run(now);
    for (const day of [0, 1]) {
      now = MIDNIGHT + day * DAY_MS;
      await run("keep closes");
      await run("keep indices");
    }
    const count = countedIn(whole).length;
    const { first, last } = (await live.indices.levels(SECTOR_INDEX, dayOf(now) - 1)) ?? {};
    expect([first?.day, last?.day]).toEqual([dayOf(MIDNIGHT) - 1, dayOf(MIDNIGHT)]);
    expect(last?.level).toEqual({ byCap: 100, equal: 100, used: count, of: count });
    expect(standIn.violations).toEqual([]);
    await standIn.close();
  });

  test("has caps in the closes that are filled in later, so that levels by cap reach back", async () => {
    const standIn = await startMarket({ now: () => NOW, assets: sectorAssets(() => ({ cap: 5e7 })) });
    const wire = testWire({ clock: () => NOW });
    const coingecko = createCoinGecko({ ...wire, plan: "public", base: standIn.coingeckoBase });
    const history = await coingecko.history("kite-2", "USD", 365, "job");
    await standIn.close();
    if (!history) throw new Error("no history");
    const closes = closesIn("kite-2", history, NOW);
    expect(closes.length).toBeGreaterThan(360);
    expect(closes.every(({ marketCap }) => marketCap === 5e7)).toBe(true);
  });
});

const byDay = (closes: readonly DailyClose[]) => {
  const days = new Map<number, Map<string, MemberClose>>();
  for (const { assetId, day, close: priceUsd, marketCap } of closes)
    days.set(
      day,
      (days.get(day) ?? new Map<string, MemberClose>()).set(assetId, {
        priceUsd,
        ...(marketCap === undefined ? {} : { capUsd: marketCap }),
      }),
    );
  return days;
};

describe("whatever prices do", () => {
  const IDS = ["a", "b", "c", "d", "e", "f"];
  const price = fc.double({ min: 0.01, max: 1_000, noNaN: true });
  const table = fc.array(fc.array(fc.option(price, { freq: 5 }), { minLength: 6, maxLength: 6 }), {
    minLength: 2,
    maxLength: 12,
  });
  const tell = (rows: readonly (readonly (number | null)[])[], isChild = (_id: string) => false) =>
    indexDays({
      indexId: "i",
      closes: byDay(
        rows.flatMap((row, day) => row.flatMap((each, at) => (each === null ? [] : [close(IDS[at] ?? "", day, each)]))),
      ),
      fromDay: 0,
      toDay: rows.length - 1,
      membersOn: () => ({ assetIds: IDS, listedOnDay: 0 }),
      isChild,
    });

  test("a level is a positive number that stays between what the best and the worst token did since the last", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const days = tell(rows).filter(({ level }) => level !== undefined);
        for (const [index, { day, level }] of days.entries()) {
          const before = days[index - 1];
          if (!before?.level || !level) continue;
          const ratios = IDS.flatMap((_, at) => {
            const [from, to] = [rows[before.day]?.[at], rows[day]?.[at]];
            return typeof from === "number" && typeof to === "number" ? [to / from] : [];
          });
          for (const [now, then] of [
            [level.byCap, before.level.byCap],
            [level.equal, before.level.equal],
          ] as const) {
            expect(now).toBeGreaterThan(0);
            expect(now / then).toBeGreaterThanOrEqual(Math.min(...ratios) * (1 - 1e-9));
            expect(now / then).toBeLessThanOrEqual(Math.max(...ratios) * (1 + 1e-9));
          }
          expect(level.used).toBe(ratios.length);
        }
      }),
    );
  });

  test("the unit of a token's price is nothing to the levels", () => {
    fc.assert(
      fc.property(table, fc.double({ min: 0.001, max: 1_000, noNaN: true }), (rows, factor) => {
        const scaled = rows.map((row) => row.map((each, at) => (each !== null && at === 2 ? each * factor : each)));
        const [one, other] = [tell(rows), tell(scaled)];
        expect(other.map(({ day }) => day)).toEqual(one.map(({ day }) => day));
        for (const [index, { level }] of one.entries())
          expect(other[index]?.level?.equal ?? 0).toBeCloseTo(
            level?.equal ?? 0,
            4 - Math.ceil(Math.log10(1 + (level?.equal ?? 0))),
          );
      }),
    );
  });
});
