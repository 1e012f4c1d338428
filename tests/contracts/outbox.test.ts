import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SendResult } from "../../src/core/desk.ts";
import { directPlace } from "../../src/core/delivery.ts";
import { type Block, type Chart, text } from "../../src/core/reply.ts";
import { waitMs } from "../../src/jobs/deliver-pace.ts";
import { DirectPlaceStore } from "../../src/store/direct-place-store.ts";
import { UserStore } from "../../src/store/user-store.ts";
import { NOON } from "../support/calls.ts";
import { aDelivery, aPlace, FakeDoor, type OutboxTest, outboxTest, type Send } from "../support/outbox.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let desk: OutboxTest;
beforeEach(async () => {
  desk = await outboxTest();
});
afterEach(() => desk.close());

const said = (): readonly string[] => desk.door.sends.map((send) => send.said);
const states = async (): Promise<readonly string[]> => (await desk.rows()).map(({ state }) => state);

/** A door that holds every send until it is told how it ends. */
function holding(door: FakeDoor): { readonly held: { send: Send; end: (result: SendResult) => void }[] } {
  const held: { send: Send; end: (result: SendResult) => void }[] = [];
  door.answer = (send) => new Promise((end) => void held.push({ send, end }));
  return { held };
}

const SENT: SendResult = { state: "sent", messageIds: ["1"] };
const UNKNOWN: SendResult = { state: "unknown", why: "ECONNRESET" };
const later = (afterMs: number, scope: "message" | "place" | "platform" = "message"): SendResult => ({
  state: "later",
  afterMs,
  scope,
  why: "busy",
});

describe("the outbox", () => {
  test("takes a key once, whatever else is asked under it", async () => {
    expect(await desk.outbox.enqueue(desk.database, aDelivery("1"))).toBe(true);
    expect(await desk.outbox.enqueue(desk.database, aDelivery("1", { reply: { blocks: [text("again")] } }))).toBe(
      false,
    );
    expect(await desk.outbox.enqueue(desk.database, aDelivery("1", { kind: "digest" }))).toBe(true);
    await desk.settle();
    expect(said()).toEqual(["1", "1"]);
  });

  test("is part of the transaction that claims: taken back together", async () => {
    const failed = desk.database.transaction().execute(async (on) => {
      await desk.outbox.enqueue(on, aDelivery("1"));
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    await desk.settle();
    expect(said()).toEqual([]);
  });

  test("sends nothing before its time, and nothing that has become stale", async () => {
    await desk.enqueue(aDelivery("soon", { dueAt: NOON + MINUTE }), aDelivery("old", { staleAt: NOON }));
    await desk.settle();
    expect(said()).toEqual([]);
    expect(await desk.rows()).toMatchObject([{ state: "waiting" }, { state: "dropped", reason: "too old", reply: "" }]);
    await desk.pass(MINUTE);
    expect(said()).toEqual(["soon"]);
  });

  test("tells the door whose it is and where, and forgets what was said once it is out", async () => {
    const users = new UserStore();
    const { userId } = await users.identify(desk.database, "telegram", "5", undefined, NOON);
    const place = aPlace("-100", { topicId: "4", isPublic: true });
    await desk.enqueue(aDelivery("1", { ownerId: userId, place }));
    await desk.settle();
    expect(desk.door.sends).toMatchObject([{ to: place, key: "alert:7:1", sending: { ownerId: userId, sentIds: [] } }]);
    expect(await desk.rows()).toMatchObject([{ state: "sent", reply: "", sent_ids: '["m1"]' }]);
  });

  test("what was for a person goes with the person", async () => {
    const { userId } = await new UserStore().identify(desk.database, "telegram", "5", undefined, NOON);
    await desk.enqueue(aDelivery("1", { ownerId: userId }));
    await desk.database.deleteFrom("user").where("id", "=", userId).execute();
    expect(await desk.rows()).toEqual([]);
  });

  test("what is over is removed in the end", async () => {
    await desk.enqueue(aDelivery("1"), aDelivery("2", { dueAt: NOON + MINUTE }));
    await desk.settle();
    expect(await desk.outbox.removeEndedBefore(desk.database, NOON)).toBe(0);
    expect(await desk.outbox.removeEndedBefore(desk.database, NOON + 1)).toBe(1);
    expect(await states()).toEqual(["waiting"]);
  });

  test("what a removed source has left is dropped", async () => {
    await desk.enqueue(aDelivery("1"), aDelivery("2"), aDelivery("3", { sourceId: "8" }));
    await desk.outbox.end(desk.database, { kind: "alert", sourceId: "7" }, { state: "dropped", why: "removed" }, NOON);
    await desk.settle();
    expect(said()).toEqual(["3"]);
  });

  test("a source with a colon is another one than its parts", async () => {
    await desk.enqueue(aDelivery("c", { sourceId: "a:b" }), aDelivery("b:c", { sourceId: "a" }));
    expect(await states()).toEqual(["waiting", "waiting"]);
  });
});

const line: Pick<Chart, "title"> & object = { title: "T" };
const about = { source: "S", asOf: NOON };
const charts: readonly Chart[] = [
  { kind: "line", ...line, unit: "USD", series: [{ name: "a", points: [[NOON, 1.5]] }], ...about },
  { kind: "price", ...line, unit: "USD", points: [[NOON, 1]], volumes: [], ...about },
  {
    kind: "candles",
    ...line,
    unit: "USD",
    candles: [{ at: NOON, open: 1, high: 2, low: 0.5, close: 1.5 }],
    intervalMs: MINUTE,
    rsi: { name: "RSI 14", points: [[NOON, 55]] },
    ...about,
  },
  { kind: "performance", ...line, series: [{ name: "a", points: [[NOON, 100]] }], ...about },
  {
    kind: "treemap",
    ...line,
    sizeUnit: "cap",
    changeUnit: "7 d",
    groups: [{ name: "g", change: -0.1, items: [{ name: "i", size: 3 }] }],
    ...about,
  },
  { kind: "bars", ...line, unit: "%", bars: [{ name: "b", value: -0.2 }], ...about },
  { kind: "donut", ...line, unit: "USD", parts: [{ name: "p", value: 2 }], ...about },
];

test("every kind of block comes out of the outbox as it went in", async () => {
  const blocks: readonly Block[] = [
    { kind: "text", spans: [{ text: "ünï \u{1F600} \u0000", style: "bold", link: "https://example.org/" }] },
    { kind: "fields", fields: [{ label: "a", value: "b" }] },
    { kind: "table", columns: [{ label: "c", align: "right" }], rows: [["1"], ["2"]] },
    { kind: "file", name: "f.csv", text: "a;b\n" },
    ...charts.map((chart) => ({ kind: "chart" as const, alt: "words", chart })),
  ];
  const reply = {
    title: "T",
    blocks,
    footer: "F",
    audience: "caller" as const,
    buttons: [
      { label: "L", url: "https://example.org" },
      { label: "S", command: "alert snooze", input: { alert: 7, hours: null }, answer: "new" as const },
    ],
    choices: { prompt: "?", options: [{ label: "O", command: "c", input: {}, description: "d" }] },
  };
  const row = { id: 1, attempts: 0 };
  await desk.enqueue(aDelivery("1", { reply }));
  expect((await desk.outbox.claim(desk.database, row, NOON, NOON + MINUTE))?.reply).toEqual(reply);
});

test("too large a reply loses its pictures, not its words; words alone that large are refused", async () => {
  const points = Array.from({ length: 20_000 }, (_, at) => [NOON + at, at / 7] as const);
  const chart: Chart = { kind: "performance", title: "T", series: [{ name: "a", points }], ...about };
  await desk.enqueue(aDelivery("1", { reply: { blocks: [{ kind: "chart", alt: "It rose.", chart }] } }));
  await desk.settle();
  expect(said()).toEqual(["It rose."]);
  const huge = aDelivery("2", { reply: { blocks: [text("x".repeat(300_000))] } });
  await expect(desk.outbox.enqueue(desk.database, huge)).rejects.toThrow(RangeError);
});

describe("the order", () => {
  test("answers go before alerts, alerts before digests, and each kind as it was due", async () => {
    await desk.enqueue(
      aDelivery("digest", { kind: "digest", dueAt: NOON - MINUTE }),
      aDelivery("second"),
      aDelivery("first", { dueAt: NOON - SECOND }),
      aDelivery("notice", { kind: "notice" }),
    );
    await desk.settle();
    expect(said()).toEqual(["notice", "first", "second", "digest"]);
  });

  test("one that has to wait holds up those of its kind behind it, and nobody else", async () => {
    desk.door.answer = async ({ said: words }) => (words === "a1" ? later(MINUTE) : SENT);
    await desk.enqueue(
      aDelivery("a1"),
      aDelivery("a2"),
      aDelivery("d1", { kind: "digest" }),
      aDelivery("b1", { place: aPlace("2") }),
      aDelivery("t1", { place: aPlace("1", { topicId: "9" }) }),
    );
    await desk.settle();
    expect(said().toSorted()).toEqual(["a1", "b1", "d1", "t1"]);
    desk.door.answer = async () => SENT;
    await desk.pass(2 * MINUTE);
    expect(said().slice(4)).toEqual(["a1", "a2"]);
  });

  test("in a chat there is never more than one under way, on a platform a few", async () => {
    const { held } = holding(desk.door);
    const chats = Array.from({ length: 12 }, (_, chat) => String(chat));
    for (const chat of chats)
      await desk.enqueue(
        aDelivery(`${chat}a`, { place: aPlace(chat) }),
        aDelivery(`${chat}d`, { place: aPlace(chat), kind: "digest" }),
      );
    desk.deliverer.wake();
    await vi.waitFor(() => expect(held).toHaveLength(8));
    for (let index = 0; index < 24; index += 1) {
      await vi.waitFor(() => expect(held.length).toBeGreaterThan(index));
      const open = held.slice(index).map(({ send }) => send.to.chatId);
      expect(open.length).toBeLessThanOrEqual(8);
      expect(new Set(open).size).toBe(open.length);
      held[index]?.end(SENT);
    }
    await desk.deliverer.idle();
    expect(await states()).toEqual(Array.from({ length: 24 }, () => "sent"));
  });

  test("a chat with five hundred waiting does not starve another", async () => {
    await desk.enqueue(...Array.from({ length: 500 }, (_, index) => aDelivery(`many ${index}`)));
    const slow = desk.door.answer;
    desk.door.answer = async (send) => {
      if (desk.door.sends.length === 5)
        await desk
          .enqueue(...Array.from({ length: 3 }, (_, index) => aDelivery(`few ${index}`, { place: aPlace("2") })))
          .then(() => desk.deliverer.wake());
      return await slow(send);
    };
    desk.deliverer.wake();
    await vi.waitFor(() => expect(said().filter((words) => words.startsWith("few"))).toHaveLength(3));
    expect(said().indexOf("few 2")).toBeLessThan(20);
  });

  test("more than Telegram takes in a second waits for the next one", async () => {
    await desk.enqueue(...Array.from({ length: 30 }, (_, chat) => aDelivery(`${chat}`, { place: aPlace(`${chat}`) })));
    await desk.settle();
    expect(said()).toHaveLength(25);
    await desk.pass(SECOND);
    expect(said()).toHaveLength(30);
  });

  test("a platform with a long backlog does not hold up another", async () => {
    const discord = new FakeDoor("discord");
    desk.doors.push(discord);
    const { held } = holding(desk.door);
    await desk.enqueue(...Array.from({ length: 300 }, (_, chat) => aDelivery(`${chat}`, { place: aPlace(`${chat}`) })));
    await desk.enqueue(aDelivery("other", { place: aPlace("c", { platform: "discord" }) }));
    desk.deliverer.wake();
    await vi.waitFor(() => expect(discord.sends).toHaveLength(1));
    held.map(({ end }) => end(SENT));
  });
});

describe("a try that fails", () => {
  test("for a chat's limit puts off all of that chat, and nobody else", async () => {
    desk.door.answer = async ({ to }) => (to.chatId === "1" ? later(30 * SECOND, "place") : SENT);
    await desk.enqueue(aDelivery("a"), aDelivery("d", { kind: "digest" }), aDelivery("b", { place: aPlace("2") }));
    await desk.settle();
    expect(said()).toEqual(["a", "b"]);
    await desk.pass(29 * SECOND);
    expect(said()).toEqual(["a", "b"]);
    desk.door.answer = async () => SENT;
    await desk.pass(5 * SECOND);
    expect(said()).toEqual(["a", "b", "a", "d"]);
  });

  test("for the platform's limit stops it altogether, and no other platform", async () => {
    const discord = new FakeDoor("discord");
    desk.doors.push(discord);
    const { held } = holding(desk.door);
    await desk.enqueue(aDelivery("a"), aDelivery("x", { place: aPlace("c", { platform: "discord" }) }));
    await desk.enqueue(...["2", "3", "4"].map((chat) => aDelivery(chat, { dueAt: NOON + 1, place: aPlace(chat) })));
    desk.deliverer.wake();
    await vi.waitFor(() => expect(held).toHaveLength(1));
    held[0]?.end(later(10 * SECOND, "platform"));
    await desk.deliverer.idle();
    await desk.pass(9 * SECOND);
    expect(held).toHaveLength(1);
    expect(discord.sends).toHaveLength(1);
    desk.door.answer = async () => SENT;
    await desk.pass(3 * SECOND);
    expect(await states()).toEqual(["sent", "sent", "sent", "sent", "sent"]);
  });

  test("comes again after longer and longer, and says why it was given up", async () => {
    desk.door.answer = async () => later(SECOND);
    await desk.enqueue(aDelivery("a"));
    const tries: number[] = [];
    for (let at = 0; at <= 3_600; at += 1) {
      await desk.pass(SECOND);
      if (desk.door.sends.length > tries.length) tries.push(at);
    }
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(tries.length).toBeLessThan(15);
    expect(await desk.rows()).toMatchObject([{ state: "dropped", reason: "too old: busy", reply: "" }]);
  });

  test("waits at least for what was asked, and not all at the same instant", () => {
    for (const attempts of [1, 2, 5, 40, 5_000])
      for (const asked of [0, 1, 500, 60_000, 7_200_000])
        for (const random of [0, 0.5, 0.999]) {
          const wait = waitMs(asked, attempts, () => random);
          expect(wait).toBeGreaterThanOrEqual(asked);
          expect(wait).toBeLessThanOrEqual(Math.max(asked * 1.1 + 1, 15 * MINUTE));
        }
    expect(waitMs(10_000, 1, () => 0.9)).not.toBe(waitMs(10_000, 1, () => 0.1));
  });

  test("with a refusal of this message drops it and goes on with the next", async () => {
    desk.door.answer = async ({ said: words }) => (words === "a" ? { state: "refused", why: "400 entities" } : SENT);
    await desk.enqueue(aDelivery("a"), aDelivery("b"));
    await desk.settle();
    expect(await desk.rows()).toMatchObject([{ state: "dropped", reason: "refused: 400 entities" }, { state: "sent" }]);
  });

  test("with a reply that cannot be put into words is given up after five, and holds up nothing any longer", async () => {
    desk.door.answer = async ({ said: words }) =>
      words === "a" ? { state: "later", afterMs: MINUTE, scope: "reply", why: "not rendered, reference ab12cd" } : SENT;
    await desk.enqueue(aDelivery("a"), aDelivery("b"));
    for (let step = 0; step < 30; step += 1) await desk.pass(MINUTE);
    expect(said()).toEqual(["a", "a", "a", "a", "a", "b"]);
    expect(await desk.rows()).toMatchObject([
      { state: "dropped", reason: "not rendered, reference ab12cd", reply: "" },
      { state: "sent" },
    ]);
  });

  test("of unknown outcome is made once more, and not again", async () => {
    desk.door.answer = async () => UNKNOWN;
    await desk.enqueue(aDelivery("a"));
    await desk.settle();
    await desk.pass(MINUTE);
    await desk.pass(MINUTE);
    await desk.pass(MINUTE);
    expect(said()).toEqual(["a", "a"]);
    expect(await desk.rows()).toMatchObject([
      { state: "dropped", reason: "it is not known whether it arrived: ECONNRESET" },
    ]);
  });

  test("of unknown outcome is made once more when the platform answers again, however long that takes", async () => {
    desk.door.answer = async () => UNKNOWN;
    await desk.enqueue(aDelivery("a"), aDelivery("b", { place: aPlace("2") }));
    await desk.settle();
    desk.door.isThere = false;
    for (let step = 0; step < 20; step += 1) await desk.pass(MINUTE);
    expect(said()).toEqual(["a", "b"]);
    expect(await states()).toEqual(["later", "later"]);
    desk.door.isThere = true;
    desk.door.answer = async () => SENT;
    await desk.pass(MINUTE);
    expect(said()).toEqual(["a", "b", "a", "b"]);
    expect(await states()).toEqual(["sent", "sent"]);
  });

  test("of which some parts are out goes on behind them; each part may be repeated once", async () => {
    const results: ("part" | SendResult)[] = ["part", UNKNOWN, "part", UNKNOWN, "part", SENT];
    desk.door.answer = async ({ sending }) => {
      for (let id = sending.sentIds.length; ; id += 1) {
        const next = results.shift() ?? UNKNOWN;
        if (next !== "part") return next;
        await sending.onPart(`p${id}`);
      }
    };
    await desk.enqueue(aDelivery("a"));
    for (let step = 0; step < 5; step += 1) await desk.pass(MINUTE);
    expect(desk.door.sends.map(({ sending }) => sending.sentIds)).toEqual([[], ["p0"], ["p0", "p1"]]);
    expect(await states()).toEqual(["sent"]);
  });

  test("with a fault of ours is reported, counts as unknown, and holds nothing up", async () => {
    desk.door.answer = async ({ said: words }) => {
      if (words === "a") throw new Error("boom");
      return SENT;
    };
    await desk.enqueue(aDelivery("a"), aDelivery("b"));
    await desk.settle();
    await desk.pass(MINUTE);
    expect(desk.faults).toHaveLength(2);
    expect(await states()).toEqual(["dropped", "sent"]);
  });

  test("where there is no such door waits until it is stale", async () => {
    desk.doors.length = 0;
    await desk.enqueue(aDelivery("a"));
    await desk.settle();
    await desk.pass(61 * MINUTE);
    expect(await desk.rows()).toMatchObject([{ state: "dropped", reason: "too old: this desk is not on telegram" }]);
  });
});

describe("a place that takes nothing any more", () => {
  const GONE = { state: "gone", mendedBy: "person", why: "403 Forbidden: bot was blocked by the user" } as const;

  test("pauses its source, once, with who can mend it, and ends what else that source has waiting", async () => {
    desk.door.answer = async ({ to }) => (to.chatId === "1" ? GONE : SENT);
    await desk.enqueue(aDelivery("1"), aDelivery("2"), aDelivery("3", { sourceId: "8", place: aPlace("2") }));
    await desk.settle();
    expect(desk.gone).toEqual([{ sourceId: "7", gone: GONE }]);
    expect(said()).toEqual(["1", "3"]);
    expect(await desk.rows()).toMatchObject([
      { state: "gone", reason: GONE.why, reply: "" },
      { state: "gone", reason: GONE.why, reply: "" },
      { state: "sent" },
    ]);
  });

  test("is noted together with its source, or not at all", async () => {
    desk.door.answer = async () => GONE;
    await desk.enqueue(aDelivery("1"));
    desk.gone.push = () => {
      throw new Error("the source cannot be paused");
    };
    await desk.settle();
    expect(await states()).toEqual(["sending"]);
    expect(desk.log.lines.map(({ event }) => event)).toContain("how a delivery went could not be noted");
  });
});

describe("whoever asks at once whether somebody can be reached", () => {
  const notice = aDelivery("hello", { kind: "notice" });

  test("hears how the first try went", async () => {
    expect(await desk.deliverer.sendNow(notice)).toEqual({ state: "sent", messageIds: ["m1"] });
    const GONE = { state: "gone", mendedBy: "person", why: "50007" } as const;
    desk.door.answer = async () => GONE;
    expect(await desk.deliverer.sendNow({ ...notice, occurrence: "2" })).toEqual(GONE);
  });

  test("hears of later when it takes too long, and it goes on", async () => {
    const { held } = holding(desk.door);
    expect(await desk.deliverer.sendNow(notice)).toMatchObject({ state: "later", why: "not tried yet" });
    held[0]?.end(SENT);
    await desk.deliverer.idle();
    expect(await states()).toEqual(["sent"]);
  });

  test("does not send it twice", async () => {
    await desk.deliverer.sendNow(notice);
    expect(await desk.deliverer.sendNow(notice)).toEqual({ state: "sent", messageIds: ["m1"] });
    expect(said()).toEqual(["hello"]);
  });
});

test("a page that is opened gets at once what has waited for it", async () => {
  const page = new FakeDoor("web");
  desk.doors.push(page);
  page.answer = async () => later(MINUTE, "place");
  const place = aPlace("ann", { platform: "web" });
  await desk.enqueue(aDelivery("1", { place }), aDelivery("2", { place }));
  await desk.settle();
  await desk.pass(SECOND);
  expect(page.sends).toHaveLength(1);
  page.answer = async () => SENT;
  desk.deliverer.reachable(place);
  await vi.waitFor(async () => expect(await states()).toEqual(["sent", "sent"]));
});

test("what waits is counted and told, and is late after five minutes unless it is for a page that nobody opens", async () => {
  desk.door.answer = async () => later(MINUTE);
  await desk.enqueue(aDelivery("1"), aDelivery("2"));
  desk.deliverer.start();
  await vi.waitFor(() => expect(desk.health.all().get("outbox")).toMatchObject({ state: "ok", detail: "2 waiting" }));
  expect(desk.deliverer.waiting()).toEqual({ count: 2, oldestDueAt: NOON });
  await desk.deliverer.stop();
  desk.now += 6 * MINUTE;
  desk.restart();
  desk.deliverer.start();
  await vi.waitFor(() =>
    expect(desk.health.all().get("outbox")).toMatchObject({ state: "late", detail: "2 waiting, the oldest for 6 min" }),
  );
});

test("after a stop nothing is begun, and what is claimed is given back", async () => {
  const { held } = holding(desk.door);
  await desk.enqueue(aDelivery("1"), aDelivery("2", { place: aPlace("2") }));
  desk.deliverer.wake();
  await vi.waitFor(() => expect(held.length).toBeGreaterThan(0));
  const stopping = desk.deliverer.stop();
  const begun = held.length;
  for (const { end } of held) end(SENT);
  await stopping;
  await desk.enqueue(aDelivery("3"));
  desk.deliverer.wake();
  await desk.deliverer.idle();
  expect(held).toHaveLength(begun);
  expect(await states()).not.toContain("sending");
});

test("a person's direct chats are known by their accounts, the last used first", async () => {
  const users = new UserStore();
  const { userId } = await users.identify(desk.database, "telegram", "5", undefined, NOON);
  const add = (platform: string, account_id: string, seen_at: number) =>
    desk.database
      .insertInto("account")
      .values({ platform, account_id, seen_at, user_id: userId, name: null })
      .execute();
  await add("discord", "77", NOON + 2);
  await add("telegram", "-100", NOON + 3);
  await add("mcp", "x", NOON + 4);
  expect(await new DirectPlaceStore().of(desk.database, userId)).toEqual([
    { platform: "discord", chatId: "@77", isPublic: false },
    { platform: "telegram", chatId: "5", isPublic: false },
  ]);
  expect(directPlace("web", "browser")).toEqual({ platform: "web", chatId: "browser", isPublic: false });
});
