import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AlertsDesk, alertsDesk, DAY, MINUTE, price } from "../support/alerts-desk.ts";
import { UserStore } from "../../src/store/user-store.ts";

let desk: AlertsDesk;
beforeEach(async () => {
  desk = await alertsDesk();
});
afterEach(() => desk.close());

const GROUP = { platform: "telegram", chatId: "-5", isPublic: true } as const;
const admin = (userId = "user-2") => desk.call({ caller: { userId, accountId: "22", role: "admin" }, place: GROUP });
const member = () => desk.call({ caller: { userId: "user-1", accountId: "11" }, place: GROUP });
const above = price("bittensor", "above", 400);
const toPlace = { target: { kind: "place" } } as const;

describe("whose an alert is", () => {
  test("one's own is nobody else's, wherever they are", async () => {
    const number = await desk.add(above);
    expect(await desk.book.one(number, admin())).toBeUndefined();
    expect(await desk.book.remove([number], admin(), (removed) => removed)).toEqual([]);
    expect(
      await desk.book.change(
        { number: number, command: "alert edit" },
        { state: "paused" },
        admin(),
        (change) => change ?? "none",
      ),
    ).toBe("none");
    expect(await desk.book.of(desk.call())).toHaveLength(1);
  });

  test("a place's belongs to its admins, whoever made it, and to nobody elsewhere", async () => {
    await expect(desk.add(above, toPlace, member())).rejects.toThrow("Only an admin");
    const number = await desk.add(above, toPlace, admin());
    const other = desk.call({ caller: { userId: "user-1", role: "admin" }, place: GROUP });
    expect((await desk.book.of(other)).map((each) => each.number)).toEqual([number]);
    expect(await desk.book.of(member())).toEqual([]);
    expect(await desk.book.of(desk.call({ caller: { userId: "user-2", role: "admin" } }))).toEqual([]);
    expect(await desk.book.remove([number], other, (removed) => removed.length)).toBe(1);
  });

  test("one made in a group for oneself tells in the direct chat", async () => {
    const number = await desk.add(above, {}, member());
    expect(await desk.one(number)).toMatchObject({ place: { platform: "telegram", chatId: "11", isPublic: false } });
  });
});

describe("how many there may be", () => {
  test("a hundred of a person that may still tell", async () => {
    for (let count = 0; count < 100; count += 1) await desk.add(above);
    expect(await desk.add(above)).toBe(-1);
    expect(await desk.add(above, toPlace, admin())).toBeGreaterThan(0);
    await desk.walk("bittensor", 410);
    expect(await desk.add(above)).toBeGreaterThan(0);
  });

  test("a call that comes twice makes one alert", async () => {
    const call = desk.call({ key: "web:1:a" });
    expect(await desk.add(above, {}, call)).toBe(await desk.add(above, {}, call));
    expect(await desk.book.of(desk.call())).toHaveLength(1);
  });
});

describe("what goes with whom", () => {
  test("a person's alerts go with them, their portfolio's figures too; a place's stay without their name", async () => {
    await desk.add({ kind: "portfolio_value", is: "above", threshold: 1, currency: "USD" });
    const maker = desk.call({ caller: { userId: "user-1", role: "admin" }, place: GROUP });
    const kept = await desk.add(above, toPlace, maker);
    await desk.database.deleteFrom("user").where("id", "=", "user-1").execute();
    expect((await desk.book.of(admin())).map(({ number, ownerId }) => [number, ownerId])).toEqual([[kept, ""]]);
    const subjects = await desk.database.selectFrom("alert_subject").select("subject").execute();
    expect(subjects.map(({ subject }) => subject).join()).not.toContain("portfolio");
  });

  test("a place's alerts go with the place", async () => {
    await desk.add(above, toPlace, admin());
    await desk.database.deleteFrom("place").where("chat_id", "=", "-5").execute();
    expect(await desk.book.of(admin())).toEqual([]);
  });

  test("a browser that has an alert is not forgotten", async () => {
    const users = new UserStore();
    const { userId } = await users.identify(desk.database, "web", "v1", undefined, desk.now());
    await desk.add(above, {}, desk.call({ caller: { userId } }));
    expect(await users.removeVisitorsSeenBefore(desk.database, desk.now() + DAY)).toBe(0);
  });

  test("what is over is shown for a month, and quotes of coins that nobody asks about for two days", async () => {
    await desk.add(above);
    await desk.walk("bittensor", 390, 410);
    await desk.tick(29 * DAY);
    expect(await desk.book.of(desk.call())).toHaveLength(1);
    expect(await desk.database.selectFrom("alert_quote").selectAll().execute()).toEqual([]);
    await desk.tick(2 * DAY);
    await desk.tick(MINUTE);
    expect(await desk.book.of(desk.call())).toEqual([]);
    expect(await desk.database.selectFrom("alert_subject").selectAll().execute()).toEqual([]);
  });
});

describe("the answer to whoever is about to make one", () => {
  test("says how it stands, how far it is, and how often it is looked at", async () => {
    desk.llama.say("bittensor", 390);
    expect(await desk.book.backCheck(above, desk.call())).toMatchObject({
      holds: false,
      everyMs: MINUTE,
      source: "DefiLlama",
      now: { value: 390, why: "$390.00 is below $400.00.", distanceFraction: expect.closeTo(0.025) },
    });
  });

  test("counts how often daily closes would have told in thirty days", async () => {
    const today = Math.floor(desk.now() / DAY);
    await desk.closes.keep(
      Array.from({ length: 200 }, (_, index) => ({
        assetId: "bittensor",
        day: today - 200 + index,
        close: 300 + 100 * Math.sin((index / 10) * 2 * Math.PI),
        source: "CoinGecko",
      })),
    );
    const crossing = {
      kind: "crossing",
      asset: { kind: "listed", id: "bittensor" },
      average: "sma",
      fastDays: 2,
      slowDays: 5,
    } as const;
    const { wouldHave } = await desk.book.backCheck({ ...crossing, direction: "up" }, desk.call());
    expect(wouldHave).toEqual({ times: 3, days: 30, interval: "daily closes" });
    const either = await desk.book.backCheck({ ...crossing, direction: "either" }, desk.call());
    expect(either.wouldHave?.times).toBe(6);
  });

  test("what cannot be watched is refused", async () => {
    const asset = { kind: "listed", id: "bittensor" } as const;
    const long = { kind: "move", asset, direction: "up", fraction: 0.1, windowMs: 7 * DAY } as const;
    await expect(desk.add(long)).rejects.toThrow("48 hours");
  });
});
