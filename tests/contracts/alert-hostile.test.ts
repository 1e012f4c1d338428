import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AlertsDesk, alertsDesk, DAY, HOUR, MINUTE, price } from "../support/alerts-desk.ts";
import { alertHere } from "../../src/commands/alert-here.ts";
import type { AlertParts } from "../../src/commands/alert-details.ts";
import { alertPause } from "../../src/commands/alert-change.ts";
import { DoneKeyStore } from "../../src/store/done-key-store.ts";
import { levelsOf } from "../../src/alerts/watch.ts";
import { plainText } from "../../src/core/plain.ts";
import { readSector } from "../../src/sector/sector.ts";
import { testAssets } from "../support/market-desk.ts";

let desk: AlertsDesk;
beforeEach(async () => {
  desk = await alertsDesk();
});
afterEach(() => desk.close());

const codes = ["USD"];
const names = {
  assets: (await testAssets()).assets,
  sector: readSector(),
  rates: { isCurrency: (code: string) => codes.includes(code), currencies: () => codes },
};

const numbers = async (): Promise<readonly string[]> => (await desk.sent()).map(({ sourceId }) => sourceId);

describe("a clock that is set back", () => {
  test("keeps no price from being looked at", async () => {
    await desk.add(price("bittensor", "above", 400));
    await desk.walk("bittensor", 390);
    desk.state.now -= DAY;
    await desk.walk("bittensor", 395, 410);
    expect(await numbers()).toEqual(["1"]);
  });

  test("keeps nothing that is looked at seldom from it", async () => {
    desk.state.portfolios.set("user-1", { value: 90, currency: "USD", asOf: desk.now(), source: "CoinGecko" });
    await desk.add({ kind: "portfolio_value", is: "above", threshold: 100, currency: "USD" });
    await desk.tick();
    desk.state.now -= DAY;
    desk.state.portfolios.set("user-1", { value: 110, currency: "USD", asOf: desk.now(), source: "CoinGecko" });
    await desk.tick(5 * MINUTE);
    expect(await numbers()).toEqual(["1"]);
  });
});

test.each([
  [{ kind: "layer_breadth", layerId: "agents", window: "24h", is: "below", fraction: 0.97 } as const, 0, 1],
  [{ kind: "layer_breadth", layerId: "agents", window: "24h", is: "above", fraction: 0.03 } as const, 0, 1],
  [{ kind: "rsi", asset: { kind: "listed", id: "a" }, days: 14, is: "below", threshold: 99 } as const, 0, 100],
  [{ kind: "rsi", asset: { kind: "listed", id: "a" }, days: 14, is: "above", threshold: 1 } as const, 0, 100],
  [{ kind: "layer_rank", layerId: "agents", is: "worse", rank: 2 } as const, 1, 50],
])("a bounded figure can let go of what it has reached: %j", (condition, least, most) => {
  const { level, letGo } = levelsOf(condition);
  expect(letGo).toBeGreaterThanOrEqual(least);
  expect(letGo).toBeLessThanOrEqual(most);
  expect(letGo).not.toBe(level);
});

test("of more studies than an hour has room for, each gets its turn", async () => {
  const looked = async () =>
    (
      await desk.database
        .selectFrom("alert_subject")
        .select(["id", "looked_at"])
        .where("looked_at", "is not", null)
        .execute()
    ).length;
  for (let index = 0; index < 40; index += 1)
    await desk.add(
      { kind: "rsi", asset: { kind: "listed", id: `coin-${index}` }, days: 14, is: "above", threshold: 70 },
      {},
      desk.call({ caller: { userId: index < 20 ? "user-1" : "user-2" } }),
    );
  // Every hour one tick, in which the first ones are due again.
  for (let hour = 0; hour < 7; hour += 1) await desk.tick(HOUR);
  expect(await looked()).toBe(40);
});

test("there is no way round the limit by what is over", async () => {
  const above = price("bittensor", "above", 400);
  for (let count = 0; count < 100; count += 1) await desk.add(above);
  await desk.walk("bittensor", 390, 410);
  for (let count = 0; count < 100; count += 1) await desk.add(above);
  await expect(
    desk.book.change({ number: 1, command: "alert resume" }, { state: "armed" }, desk.call(), (each) => each),
  ).rejects.toThrow("100");
  await desk.book.remove([200], desk.call(), (each) => each);
  expect(
    await desk.book.change(
      { number: 1, command: "alert resume" },
      { state: "armed" },
      desk.call(),
      (each) => each?.after.state,
    ),
  ).toBe("armed");
});

test("one alert that cannot be told keeps no other from telling", async () => {
  const bad = await desk.add(price("bittensor", "above", 400));
  const good = await desk.add(price("bittensor", "above", 400));
  // As another version of the desk may have left it.
  await desk.database.updateTable("alert").set({ condition: "null" }).where("number", "=", bad).execute();
  await desk.walk("bittensor", 390, 410);
  expect(await numbers()).toEqual([String(good)]);
  expect(desk.log.lines.map(({ event }) => event)).toContain("alerts that were reached could not be told");
});

test("how often it is looked at is told with the last look", async () => {
  const number = await desk.add(price("bittensor", "above", 400));
  await desk.walk("bittensor", 390);
  expect((await desk.one(number)).lastCheck?.everyMs).toBe(MINUTE);
});

test("a change that is delivered twice is found again by the name of its command, and done once", async () => {
  const number = await desk.add(price("bittensor", "above", 400));
  const call = desk.call({ key: "web:1:pause" });
  const parts = { alerts: desk.book, ...names } as unknown as AlertParts;
  const pause = alertPause(parts);
  const first = await pause.run({ number }, call, () => undefined);
  await desk.book.change({ number, command: "alert resume" }, { state: "armed" }, desk.call(), () => 0);
  expect((await new DoneKeyStore().find(desk.database, "alert pause", call))?.facts).toEqual(first);
  await pause.run({ number }, call, () => undefined);
  expect((await desk.one(number)).state).toBe("armed");
});

test("an alert of a place is made once by a call that comes twice, and its answer is the same", async () => {
  const place = { platform: "telegram", chatId: "-5", isPublic: true } as const;
  const call = desk.call({ caller: { role: "admin" }, place, key: "telegram:1:here" });
  desk.llama.say("bittensor", 390);
  const parts = { alerts: desk.book, currency: "USD", zoneOf: async () => "UTC", ...names } as unknown as AlertParts;
  const here = alertHere(parts);
  const asked = { kind: "price", coin: "bittensor", is: "above", value: "400" } as const;
  const first = await here.run(asked, call, () => undefined);
  const kept = await new DoneKeyStore().find(desk.database, "alert here", call);
  expect(plainText(here.show(kept?.facts as typeof first, call))).toBe(plainText(here.show(first, call)));
  expect(await desk.book.of(call)).toHaveLength(1);
});
