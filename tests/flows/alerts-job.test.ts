import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AlertsDesk, alertsDesk, DAY, HOUR, MINUTE, price } from "../support/alerts-desk.ts";

let desk: AlertsDesk;
beforeEach(async () => {
  desk = await alertsDesk();
});
afterEach(() => desk.close());

const numbers = async (): Promise<readonly string[]> => (await desk.sent()).map(({ sourceId }) => sourceId);
/** What is in the outbox, as it is kept there. */
const rowsOf = ({ database }: AlertsDesk) => database.selectFrom("outbox").selectAll().orderBy("id").execute();
const repeat = (coolDownMs: number) => ({ repetition: { kind: "repeat", coolDownMs } as const });

describe("a price that crosses its threshold", () => {
  test("tells once, in the direct chat, with value, source and age", async () => {
    const number = await desk.add(price("bittensor", "above", 400));
    await desk.walk("bittensor", 390, 399.99);
    expect(await numbers()).toEqual([]);
    await desk.walk("bittensor", 401, 405, 399, 410);
    const [sent, ...more] = await desk.sent();
    expect(more).toEqual([]);
    expect(sent).toMatchObject({
      sourceId: String(number),
      ownerId: "user-1",
      place: { platform: "web", chatId: "chat-1", isPublic: false },
      facts: {
        kind: "one",
        fired: { value: 401, threshold: 400, source: "DefiLlama", firedAt: desk.now() - 3 * MINUTE },
      },
    });
    expect((await desk.one(number)).state).toBe("fired");
  });

  test("at exactly the threshold it tells, and downwards as well as upwards", async () => {
    const [above, below] = [
      await desk.add(price("bittensor", "above", 400)),
      await desk.add(price("bittensor", "below", 380)),
    ];
    await desk.walk("bittensor", 390, 400, 390, 380);
    expect(await numbers()).toEqual([String(above), String(below)]);
  });

  test("of what held when it was made, it waits until that has let go by one part in a hundred", async () => {
    await desk.walk("bittensor", 410);
    await desk.book.backCheck(price("bittensor", "above", 400), desk.call());
    desk.llama.say("bittensor", 410);
    const { holds } = await desk.book.backCheck(price("bittensor", "above", 400), desk.call());
    expect(holds).toBe(true);
    const number = await desk.add(price("bittensor", "above", 400));
    const eager = await desk.add(price("bittensor", "above", 400), { tellsAtOnce: true });
    await desk.walk("bittensor", 411, 397, 402);
    expect(await numbers()).toEqual([String(eager)]);
    await desk.walk("bittensor", 396, 402);
    expect(await numbers()).toEqual([String(eager), String(number)]);
  });

  test("what crosses between the making and the first look tells", async () => {
    desk.llama.say("bittensor", 399);
    await desk.book.backCheck(price("bittensor", "above", 400), desk.call());
    await desk.add(price("bittensor", "above", 400));
    await desk.walk("bittensor", 401);
    expect(await numbers()).toHaveLength(1);
  });

  test("in another currency it is compared in that currency", async () => {
    await desk.add(price("bittensor", "above", 200, "EUR"));
    await desk.walk("bittensor", 398);
    expect(await numbers()).toEqual([]);
    await desk.walk("bittensor", 402);
    expect((await desk.sent())[0]?.facts).toMatchObject({ fired: { value: 201 } });
  });
});

describe("an alert that repeats", () => {
  test("tells again when it has let go and the cool-down is over, and not before", async () => {
    await desk.add(price("bittensor", "above", 400), repeat(HOUR));
    await desk.walk("bittensor", 390, 401, 399, 401);
    expect(await numbers()).toHaveLength(1);
    // Let go and crossed again within the cool-down: it holds on.
    await desk.walk("bittensor", 390, 401);
    expect(await numbers()).toHaveLength(1);
    await desk.tick(58 * MINUTE);
    expect(await numbers()).toHaveLength(2);
    await desk.walk("bittensor", 402, 403);
    expect(await numbers()).toHaveLength(2);
  });

  test("a price that trembles about the threshold tells once", async () => {
    await desk.add(price("bittensor", "above", 400), repeat(0));
    await desk.walk("bittensor", 390, ...Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 401 : 397)));
    expect(await numbers()).toHaveLength(1);
  });
});

describe("a process that ends", () => {
  test("in the middle of telling has told nothing, and the next one tells once", async () => {
    await desk.add(price("bittensor", "above", 400));
    await desk.walk("bittensor", 390);
    desk.state.die = () => {
      throw new Error("killed");
    };
    await expect(desk.walk("bittensor", 401)).rejects.toThrow("killed");
    expect(await numbers()).toEqual([]);
    desk.state.die = () => undefined;
    desk.restart();
    await desk.tick();
    desk.restart();
    await desk.tick();
    expect(await numbers()).toHaveLength(1);
  });

  test("and was away for long sums up what was crossed meanwhile, one message for each person and place", async () => {
    const admin = desk.call({
      caller: { userId: "user-2", role: "admin" },
      place: { platform: "telegram", chatId: "-5", isPublic: true },
    });
    for (const threshold of [400, 410, 420]) await desk.add(price("bittensor", "above", threshold));
    await desk.add(price("bittensor", "above", 405), { target: { kind: "place" } }, admin);
    await desk.add(price("bittensor", "above", 900));
    await desk.walk("bittensor", 390);
    const since = desk.now();
    desk.restart();
    desk.llama.say("bittensor", 430);
    await desk.tick(7 * HOUR);
    const [one, summary] = (await desk.sent()).toSorted((a, b) => a.sourceId.length - b.sourceId.length);
    expect(await numbers()).toHaveLength(2);
    expect(summary).toMatchObject({ sourceId: "1,2,3", ownerId: "user-1", facts: { kind: "missed", since } });
    expect(one).toMatchObject({ sourceId: "4", place: { chatId: "-5" }, facts: { fired: { missedSince: since } } });
    expect(one).not.toHaveProperty("ownerId");
    await desk.walk("bittensor", 431, 432);
    expect(await numbers()).toHaveLength(2);
  });

  test("and was away for a moment tells as ever", async () => {
    await desk.add(price("bittensor", "above", 400));
    await desk.add(price("bittensor", "above", 401));
    await desk.walk("bittensor", 390);
    desk.restart();
    desk.llama.say("bittensor", 410);
    await desk.tick(3 * MINUTE);
    expect(await numbers()).toHaveLength(2);
  });
});

describe("a figure that cannot be gone by", () => {
  test("an old one tells nothing, and /alert why says how old it is", async () => {
    const number = await desk.add(price("bittensor", "above", 400));
    desk.llama.lagMs = HOUR;
    await desk.walk("bittensor", 390, 410);
    expect(await numbers()).toEqual([]);
    expect((await desk.one(number)).lastCheck?.why).toMatch(/too old to go by/);
    desk.llama.lagMs = 2 * MINUTE;
    await desk.walk("bittensor", 410);
    expect(await numbers()).toHaveLength(1);
  });

  test("none at all tells nothing, and says so", async () => {
    const number = await desk.add(price("bittensor", "below", 400));
    await desk.tick();
    expect(await numbers()).toEqual([]);
    expect((await desk.one(number)).lastCheck).toMatchObject({ why: "No source has a price of it." });
    expect((await desk.one(number)).lastCheck).not.toHaveProperty("value");
  });

  test("a source that is down leaves the last figure standing for a while, and then tells nothing", async () => {
    const number = await desk.add(price("bittensor", "above", 400));
    await desk.walk("bittensor", 390);
    desk.llama.isDown = true;
    await desk.walk("bittensor", 500);
    await desk.tick(20 * MINUTE);
    expect(await numbers()).toEqual([]);
    expect((await desk.one(number)).lastCheck?.why).toMatch(/too old/);
  });

  test.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY])("a price of %d is none, first or later", async (wrong) => {
    await desk.add(price("bittensor", "below", 50));
    desk.gecko.isDown = true;
    desk.paprika.isDown = true;
    await desk.walk("bittensor", wrong, 95, wrong, wrong);
    expect(await numbers()).toEqual([]);
  });

  test("a wild tick of one source alone is held until a second one confirms it", async () => {
    const number = await desk.add(price("bittensor", "above", 400));
    await desk.walk("bittensor", 390);
    desk.gecko.isDown = true;
    desk.paprika.isDown = true;
    await desk.walk("bittensor", 3_900, 3_900);
    expect(await numbers()).toEqual([]);
    expect((await desk.one(number)).lastCheck?.why).toMatch(/to be confirmed by a second source/);
    desk.gecko.isDown = false;
    desk.gecko.say("bittensor", 3_850);
    await desk.tick(5 * MINUTE);
    expect((await desk.sent())[0]?.facts).toMatchObject({ fired: { value: 3_900 } });
  });

  test("a wild tick that another source contradicts is dropped for the other's figure", async () => {
    const number = await desk.add(price("bittensor", "above", 400));
    await desk.walk("bittensor", 390);
    desk.gecko.say("bittensor", 391);
    await desk.walk("bittensor", 3_900);
    expect(await numbers()).toEqual([]);
    expect((await desk.one(number)).lastCheck).toMatchObject({ value: 391, source: "CoinGecko" });
    await desk.walk("bittensor", 401);
    expect(await numbers()).toHaveLength(1);
  });

  test("of a coin that only one source has, a jump has to stand for ten minutes", async () => {
    await desk.add(price("small", "above", 2));
    await desk.walk("small", 1, ...Array.from({ length: 9 }, () => 3));
    expect(await numbers()).toEqual([]);
    await desk.walk("small", 3, 3, 3);
    expect(await numbers()).toHaveLength(1);
  });
});

describe("what people do with an alert", () => {
  test("paused and expired ones tell nothing", async () => {
    const paused = await desk.add(price("bittensor", "above", 400));
    const short = await desk.add(price("bittensor", "above", 401), { expiresAt: desk.now() + 2 * MINUTE });
    await desk.book.change({ number: paused, command: "alert edit" }, { state: "paused" }, desk.call(), () => 0);
    await desk.walk("bittensor", 390, 390, 410);
    expect(await numbers()).toEqual([]);
    expect((await desk.one(short)).state).toBe("expired");
    expect((await desk.one(paused)).lastCheck?.why).toBe("It is paused.");
  });

  test("one that is resumed while its condition holds waits until it has let go", async () => {
    const number = await desk.add(price("bittensor", "above", 400));
    await desk.add(price("bittensor", "above", 9_999));
    await desk.book.change({ number: number, command: "alert edit" }, { state: "paused" }, desk.call(), () => 0);
    await desk.walk("bittensor", 410);
    await desk.book.change({ number: number, command: "alert edit" }, { state: "armed" }, desk.call(), () => 0);
    await desk.walk("bittensor", 411, 390, 412);
    const [first, ...rest] = await desk.sent();
    expect(rest).toEqual([]);
    expect(first?.facts).toMatchObject({ fired: { value: 412 } });
  });

  test("a snooze ends with the alert armed: if it holds then, it tells again", async () => {
    const number = await desk.add(price("bittensor", "above", 400));
    await desk.walk("bittensor", 390, 401);
    const until = desk.now() + HOUR;
    await desk.book.change(
      { number: number, command: "alert edit" },
      { snoozedUntil: until },
      desk.call(),
      (change) => {
        expect(change?.after).toMatchObject({ state: "paused", snoozedUntil: until });
        return 0;
      },
    );
    await desk.tick(59 * MINUTE);
    expect(await numbers()).toHaveLength(1);
    await desk.tick(2 * MINUTE);
    expect(await numbers()).toHaveLength(2);
  });

  test("another threshold is watched from then on", async () => {
    const number = await desk.add(price("bittensor", "above", 400));
    await desk.walk("bittensor", 390);
    await desk.book.change(
      { number: number, command: "alert edit" },
      { condition: price("bittensor", "above", 500), note: "sell" },
      desk.call(),
      () => 0,
    );
    await desk.walk("bittensor", 410);
    expect(await numbers()).toEqual([]);
    await desk.book.change(
      { number: number, command: "alert edit" },
      { condition: price("bittensor", "below", 405), note: null },
      desk.call(),
      () => 0,
    );
    await desk.walk("bittensor", 404);
    expect((await desk.sent())[0]?.facts).toMatchObject({ fired: { value: 404 } });
    expect(await desk.one(number)).not.toHaveProperty("note");
  });

  test("one that was removed is gone, and its number is never another's", async () => {
    const number = await desk.add(price("bittensor", "above", 400));
    expect(await desk.book.remove([number, 77], desk.call(), (removed) => removed.length)).toBe(1);
    await desk.walk("bittensor", 390, 410);
    expect(await numbers()).toEqual([]);
    expect(await desk.add(price("bittensor", "above", 400))).toBeGreaterThan(number);
  });

  test("a place that takes nothing any more stops its alert, which says who can mend it, and is resumed by hand", async () => {
    const number = await desk.add(price("bittensor", "above", 400), repeat(0));
    await desk.walk("bittensor", 390, 401);
    const [delivery] = await desk.sent();
    if (!delivery) throw new Error("nothing was sent");
    await desk.alerts.onGone(desk.database, delivery, { state: "gone", mendedBy: "person", why: "bot was blocked" });
    await desk.walk("bittensor", 390, 401);
    expect(await numbers()).toHaveLength(1);
    expect(await desk.one(number)).toMatchObject({
      state: "unreachable",
      reason: "you have to let the desk write to you (bot was blocked)",
    });
    await desk.book.change({ number: number, command: "alert edit" }, { state: "armed" }, desk.call(), () => 0);
    await desk.walk("bittensor", 390, 401);
    expect(await numbers()).toHaveLength(2);
    expect(await desk.one(number)).not.toHaveProperty("reason");
  });
});

describe("somebody who can be written to again", () => {
  const blocked = { state: "gone", mendedBy: "person", why: "bot was blocked" } as const;
  const direct = () => desk.call().place;
  const stop = (sourceId: string) => desk.alerts.onGone(desk.database, { sourceId }, blocked);
  const back = (from = desk.call()) => desk.alerts.onReached(from.caller.userId, direct(), desk.now());

  test("has their alerts on again and is told how many, once, whatever they write after that", async () => {
    const first = await desk.add(price("bittensor", "above", 400), repeat(0));
    const second = await desk.add(price("bittensor", "above", 500), repeat(0));
    await stop(`${first},${second}`);
    expect(await Promise.all([back(), back()])).toEqual([2, 0]);
    expect(await back()).toBe(0);
    expect(await desk.one(first)).toMatchObject({ state: "armed" });
    expect(await desk.one(first)).not.toHaveProperty("reason");
    const [said, ...others] = await rowsOf(desk);
    expect(others).toEqual([]);
    expect(said?.reply).toContain("2 alerts are on again (1, 2)");
    expect(said).toMatchObject({ kind: "alert", owner_id: "user-1", chat_id: direct().chatId });
    await desk.walk("bittensor", 390, 401);
    expect(await rowsOf(desk)).toHaveLength(2);
  });

  test("has them stopped again where that is refused, too", async () => {
    const number = await desk.add(price("bittensor", "above", 400), repeat(0));
    await stop(String(number));
    await back();
    const [said] = await rowsOf(desk);
    await stop(said?.source_id ?? "");
    expect(await desk.one(number)).toMatchObject({ state: "unreachable" });
  });

  test("gets nobody else's, none that they have paused, and none that is over", async () => {
    const paused = await desk.add(price("bittensor", "above", 400));
    await desk.book.change({ number: paused, command: "alert edit" }, { state: "paused" }, desk.call(), () => 0);
    const short = await desk.add(price("bittensor", "above", 400), { expiresAt: desk.now() + MINUTE });
    await stop(`${paused},${short}`);
    desk.state.now += 2 * MINUTE;
    const other = desk.call({ caller: { userId: "user-2" } });
    const theirs = await desk.add(price("bittensor", "above", 400), {}, other);
    await stop(String(theirs));
    expect(await back()).toBe(0);
    expect(await desk.one(paused)).toMatchObject({ state: "paused" });
    expect(await rowsOf(desk)).toEqual([]);
    expect(await back(other)).toBe(1);
  });
});

describe("sources and their cadence", () => {
  test("one request serves all alerts of a tick, and what the first source lacks is asked of the next each ten minutes", async () => {
    for (const id of ["bittensor", "near", "rare"])
      for (const threshold of [400, 500]) await desk.add(price(id, "above", threshold));
    desk.gecko.say("rare", 390);
    desk.llama.say("near", 390);
    const before = desk.llama.asked.length;
    for (let minute = 0; minute < 21; minute += 1) await desk.walk("bittensor", 390);
    expect(desk.llama.asked.length - before).toBe(21);
    expect(desk.llama.asked.at(-1)?.toSorted()).toEqual(["bittensor", "near", "rare"]);
    expect(desk.gecko.asked).toHaveLength(3);
    expect(new Set(desk.gecko.asked.flat())).toEqual(new Set(["rare"]));
    const { everyMs, source } = await desk.book.backCheck(price("rare", "above", 400), desk.call());
    expect({ everyMs, source }).toEqual({ everyMs: 10 * MINUTE, source: "CoinGecko" });
  });

  test("cap and volume come from the source that has them", async () => {
    const asset = { kind: "listed", id: "bittensor" } as const;
    await desk.add({ kind: "cap", asset, is: "above", thresholdUsd: 4e9 });
    desk.gecko.say("bittensor", 390, { marketCap: 3.9e9, volume24h: 1e8 });
    await desk.walk("bittensor", 390, 390);
    desk.gecko.say("bittensor", 400, { marketCap: 4.1e9, volume24h: 1e8 });
    await desk.walk("bittensor", 390);
    expect(await numbers()).toEqual([]);
    await desk.tick(9 * MINUTE);
    expect((await desk.sent())[0]?.facts).toMatchObject({ fired: { value: 4.1e9, source: "CoinGecko" } });
  });

  test("nothing that nobody waits for is asked about", async () => {
    const number = await desk.add(price("bittensor", "above", 400));
    await desk.book.remove([number], desk.call(), () => 0);
    await desk.tick();
    expect(desk.llama.asked).toEqual([]);
  });
});

describe("other conditions", () => {
  const asset = { kind: "listed", id: "bittensor" } as const;

  test("a move within a window counts from the lowest or highest quote in it", async () => {
    await desk.add({ kind: "move", asset, direction: "up", fraction: 0.05, windowMs: HOUR });
    await desk.add({ kind: "move", asset, direction: "down", fraction: 0.05, windowMs: HOUR });
    await desk.walk("bittensor", 400, 395, 405);
    expect(await numbers()).toEqual([]);
    await desk.walk("bittensor", 416);
    expect(await numbers()).toEqual(["1"]);
    await desk.walk("bittensor", 395);
    expect(await numbers()).toEqual(["1", "2"]);
  });

  test("a ratio is of two prices, and missing where one is", async () => {
    const against = { kind: "listed", id: "bitcoin" } as const;
    const number = await desk.add({ kind: "ratio", asset, against, is: "above", threshold: 0.005 });
    await desk.walk("bittensor", 400);
    expect((await desk.one(number)).lastCheck?.why).toBe("No source has a price of it.");
    desk.llama.say("bitcoin", 100_000);
    await desk.walk("bittensor", 400);
    expect(await numbers()).toEqual([]);
    await desk.walk("bittensor", 470, 510);
    expect((await desk.sent())[0]?.facts).toMatchObject({ fired: { value: 0.0051 } });
  });

  test("a fall from the all-time high is asked for once a day, and a new high counts at once", async () => {
    await desk.add({ kind: "drawdown", of: { asset }, from: "ath", fraction: 0.3 });
    await desk.walk("bittensor", 900, 1_050, 900, 780, 740);
    expect(await numbers()).toEqual([]);
    await desk.walk("bittensor", 730);
    expect((await desk.sent())[0]?.facts).toMatchObject({ fired: { value: expect.closeTo(1 - 730 / 1_050) } });
  });

  test("daily closes tell of strength, of crossing averages and of broken ranges", async () => {
    const today = Math.floor(desk.now() / DAY);
    const keep = async (price: (day: number) => number, days: number, until: number) =>
      await desk.closes.keep(
        Array.from({ length: days }, (_, index) => ({
          assetId: "bittensor",
          day: until - days + index,
          close: price(until - days + index),
          source: "CoinGecko",
        })),
      );
    await keep((day) => 400 - (today - day > 30 ? 0 : 30 - (today - day)), 60, today);
    const rsi = await desk.add({ kind: "rsi", asset, days: 14, is: "above", threshold: 70 });
    const crossing = { kind: "crossing", asset, average: "sma", fastDays: 3, slowDays: 10 } as const;
    const up = await desk.add({ ...crossing, direction: "up" });
    const either = await desk.add({ ...crossing, direction: "either" }, repeat(0));
    const broken = await desk.add({ kind: "range_break", asset, days: 20, direction: "up" });
    await desk.tick();
    expect(await numbers()).toEqual([]);
    await keep((day) => 370 + 20 * (day - today + 1), 6, today + 6);
    await desk.tick(6 * DAY);
    const told = (await numbers()).flatMap((each) => each.split(","));
    expect(told.map(Number).toSorted((a, b) => a - b)).toEqual([rsi, up, either, broken]);
    await desk.tick(HOUR);
    expect((await numbers()).flatMap((each) => each.split(","))).toHaveLength(4);
    expect((await desk.one(rsi)).lastCheck?.source).toBe("CoinGecko, daily closes");
  });

  test("news tell of each story once, of those that were known when the alert was made never", async () => {
    desk.stories.push({ id: "n:0", at: desk.now() - HOUR, title: "Old" });
    await desk.add({ kind: "news", projectId: "bittensor" }, repeat(0));
    await desk.tick();
    expect(await numbers()).toEqual([]);
    desk.stories.push({ id: "n:5", at: desk.now() - 2 * HOUR, title: "New" });
    await desk.tick(5 * MINUTE);
    await desk.tick(5 * MINUTE);
    desk.stories.push({ id: "n:9", at: desk.now(), title: "Newer" });
    await desk.tick(5 * MINUTE);
    const titles = (await desk.sent()).map(({ facts }) => (facts.kind === "one" ? facts.fired.headline?.title : ""));
    expect(titles).toEqual(["New", "Newer"]);
  });

  test("a portfolio's value and day are its owner's alone", async () => {
    const value = { kind: "portfolio_value", is: "below", threshold: 500, currency: "USD" } as const;
    await desk.add(value);
    await desk.add({ kind: "portfolio_day", direction: "down", fraction: 0.1 });
    const group = desk.call({
      caller: { role: "admin" },
      place: { platform: "telegram", chatId: "-5", isPublic: true },
    });
    await expect(desk.add(value, { target: { kind: "place" } }, group)).rejects.toThrow("tells you alone");
    const now = { currency: "USD", source: "DefiLlama" };
    desk.state.portfolios.set("user-1", { ...now, value: 600, dayFraction: -0.05, asOf: desk.now() });
    await desk.tick();
    expect(await numbers()).toEqual([]);
    await desk.tick(4 * MINUTE);
    desk.state.portfolios.set("user-1", { ...now, value: 480, dayFraction: -0.2, asOf: desk.now() });
    await desk.tick(MINUTE);
    expect(await numbers()).toEqual(["1", "2"]);
  });
});
