import { afterEach, describe, expect, test } from "vitest";
import { aCall, NOON } from "../support/calls.ts";
import type { Alert } from "../../src/alerts/alert.ts";
import { alertReply } from "../../src/commands/alert-told.ts";
import { createHmac } from "node:crypto";
import { HOUR, MINUTE } from "../support/alerts-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import type { Posted } from "../stand-ins/webhook.ts";
import { UserStore } from "../../src/store/user-store.ts";
import { webhookDesk } from "../support/webhook-desk.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function ready(change: Parameters<typeof webhookDesk>[0] = {}) {
  const desk = await webhookDesk(change);
  open.push(desk);
  const { url } = desk.receiver;
  return { ...desk, desk, url, add: (more = "") => desk.read(`alert add tao above 400 to ${url} ${more}`.trim()) };
}

const signature = ({ headers, text }: Posted, secret: string): string =>
  `sha256=${createHmac("sha256", secret)
    .update(`${String(headers["x-westbound-timestamp"])}.${text}`)
    .digest("hex")}`;

/** The secret as its maker reads it. */
const secretIn = (said: string): string => /shown only now: (\S+)/.exec(said)?.[1] ?? "none";

describe("an alert to a webhook", () => {
  test("is posted a test at once, and what it tells is posted, signed by the secret that was shown", async () => {
    const { desk, add, receiver, kept } = await ready();
    const said = await add("note sell half");
    expect(said).toContain("Alert 1 is on");
    expect(said).toContain("I tell the webhook at hooks.example.org when Bittensor (TAO) is above $400.00: once.");
    expect(said).toContain("hooks.example.org took the test.");
    const secret = secretIn(said);
    expect(secret).toMatch(/^[\w-]{43}$/);
    const [tested] = receiver.posted;
    expect(tested?.body).toEqual({ type: "test", text: "Alerts of this desk are posted here." });
    expect(tested?.headers["x-westbound-signature"]).toBe(tested && signature(tested, secret));

    await kept.walk("bittensor", 380, 412.3);
    await desk.deliver();
    expect(receiver.posted).toHaveLength(2);
    const told = receiver.posted[1];
    const { text, ...body } = told?.body ?? {};
    expect(body).toEqual({
      type: "alert",
      alert: 1,
      kind: "price",
      condition: "It is above $400.00",
      value: 412.3,
      threshold: 400,
      unit: "USD",
      source: "DefiLlama",
      asOf: new Date(kept.now()).toISOString(),
      firedAt: new Date(kept.now()).toISOString(),
      why: expect.any(String),
      note: "sell half",
    });
    expect(text).toContain("Now: $412.30. Threshold: $400.00.");
    expect(told?.headers["x-westbound-signature"]).toBe(told && signature(told, secret));
    expect(told?.headers["idempotency-key"]).toMatch(/^alert:1:\d+$/);
    expect(await desk.rows()).toMatchObject([{ state: "sent", platform: "webhook", chat_id: "1", owner_id: "user-1" }]);
    expect(desk.telegram.sends).toEqual([]);
  });

  test("is not allowed by itself, and says so in one sentence", async () => {
    const { add, receiver, kept } = await ready({ webhooks: "deny" });
    expect(await add()).toContain("The owner of this desk has not allowed alerts to be sent to a webhook.");
    expect(receiver.posted).toEqual([]);
    expect(await kept.book.of(kept.call())).toEqual([]);
  });

  test("shows its host and nothing more of its address, wherever it is shown", async () => {
    const { desk, add, kept } = await ready();
    const shown = [await add(), await desk.read("alert list"), await desk.read("alert why 1")];
    shown.push(await desk.read("alert edit 1"), await desk.read("alert edit 1 above 450"));
    expect(shown[1]).toContain("to hooks.example.org, once");
    expect(shown[2]).toContain("For: the webhook at hooks.example.org");
    expect(shown[3]).toContain("above 400 USD once https://hooks.example.org/…");
    const inGroup = aCall({ now: kept.now(), place: { platform: "discord", chatId: "group-1", isPublic: true } });
    const elsewhere = await desk.say(`alert add near above 4 to ${desk.receiver.url}`, inGroup);
    expect(elsewhere.audience).toBe("caller");
    shown.push(plainText(elsewhere), await desk.read("alert remove 1"));
    expect(shown.join("\n")).not.toContain("not-for-logs");
    expect(shown.slice(1, 5).join("\n")).not.toContain(secretIn(shown[0] ?? ""));
  });

  test("whose test is refused is kept as unreachable, told at once, and tried again by /alert resume", async () => {
    const { desk, add, receiver } = await ready();
    receiver.answer = (response) => void response.writeHead(401).end();
    const said = await add();
    expect(said).toContain("Alert 1 is saved, but its webhook takes nothing");
    expect(said).toContain("hooks.example.org did not take the test: it answers 401. When it does, /alert resume 1");
    expect(await desk.read("alert list")).toContain("Its webhook at hooks.example.org takes nothing (it answers 401).");
    expect(await desk.read("alert resume 1")).toContain("Its webhook still takes nothing: it answers 401.");
    receiver.answer = (response) => void response.writeHead(200).end();
    expect(await desk.read("alert resume 1")).toContain("is watched again");
    const [, , last] = receiver.posted;
    expect(last?.body).toMatchObject({ type: "test", alert: 1 });
    expect(last?.headers["x-westbound-signature"]).toBe(last && signature(last, secretIn(said)));
  });

  test("whose receiver is busy at the test is on all the same, and says that it is not sure", async () => {
    const { desk, add, receiver } = await ready();
    receiver.answer = (response) => void response.writeHead(503).end();
    const said = await add();
    expect(said).toContain("Alert 1 is on");
    expect(said).toContain("It is not sure yet that hooks.example.org takes it: it answers 503.");
    expect((await desk.kept.one(1)).state).toBe("armed");
  });

  test("that is refused later is stopped, and its owner reads in their chat what it had to say", async () => {
    const { desk, add, receiver, kept, telegram } = await ready();
    await add();
    receiver.answer = (response) => void response.writeHead(410).end();
    await kept.walk("bittensor", 380, 412);
    await desk.deliver();
    expect(await kept.one(1)).toMatchObject({ state: "unreachable", reason: "it answers 410" });
    const rows = await desk.rows();
    expect(rows).toMatchObject([
      { state: "gone", platform: "webhook" },
      { state: "sent", kind: "notice" },
    ]);
    expect(telegram.sends).toMatchObject([
      {
        to: { platform: "telegram", chatId: "77", isPublic: false },
        said: "Its webhook at hooks.example.org takes nothing (it answers 410), so it is stopped. It had to say:",
      },
    ]);
    expect(await desk.read("alert why 1")).toContain("Its webhook at hooks.example.org takes nothing (it answers 410)");
    receiver.answer = (response) => void response.writeHead(204).end();
    expect(await desk.read("alert resume 1")).toContain("is watched again");
  });

  test("made while they were allowed is stopped when the owner forbids them", async () => {
    const { desk, add, receiver, kept, telegram } = await ready();
    await add();
    await desk.restart("deny");
    await kept.walk("bittensor", 380, 412);
    await desk.deliver();
    expect(receiver.posted).toHaveLength(1);
    expect(telegram.sends[0]?.said).toContain("the owner of this desk does not allow webhooks");
    expect(await desk.read("alert resume 1")).toContain("The owner of this desk no longer allows alerts");
    expect(await desk.read("alert remove 1")).toContain("Removed: 1");
  });

  test("is posted again with the same key and body, after the receiver was busy and after the process died", async () => {
    const { desk, add, receiver, kept } = await ready();
    await add();
    receiver.answer = (response) => void response.writeHead(429, { "retry-after": "120" }).end();
    await kept.walk("bittensor", 380, 412);
    await desk.deliver();
    expect(await desk.rows()).toMatchObject([{ state: "later", reason: "it answers 429" }]);
    receiver.answer = (response) => void response.destroy();
    kept.state.now += 3 * MINUTE;
    await desk.restart("allow");
    await desk.deliver();
    expect(receiver.posted).toHaveLength(3);
    // It read all of it, and the connection broke: nobody knows, so there is one repeat.
    receiver.answer = (response) => void response.writeHead(204).end();
    kept.state.now += MINUTE;
    await desk.deliver();
    const [, ...tries] = receiver.posted;
    expect(tries).toHaveLength(3);
    expect(new Set(tries.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(new Set(tries.map(({ text }) => text)).size).toBe(1);
    expect(new Set(tries.map(({ headers }) => headers["x-westbound-timestamp"])).size).toBe(3);
    expect(await desk.rows()).toMatchObject([{ state: "sent" }]);
  });

  test("that a person undoes takes its address and secret with it, and what waits is not posted", async () => {
    const { desk, add, receiver, kept, database } = await ready();
    await add();
    await kept.walk("bittensor", 380, 412);
    const gone = await desk.say("alert remove 1");
    await desk.deliver();
    expect(receiver.posted).toHaveLength(1);
    expect(await database.selectFrom("alert_webhook").selectAll().execute()).toEqual([]);
    expect(await desk.rows()).toMatchObject([{ state: "dropped", reason: "refused: its alert is no more" }]);
    const back = await desk.commands.press(gone, "Undo", kept.call());
    expect(plainText(back)).toContain("I tell the webhook at hooks.example.org when");
  });

  test("goes with its owner", async () => {
    const { add, database } = await ready();
    await add();
    await database.deleteFrom("user").where("id", "=", "user-1").execute();
    expect(await database.selectFrom("alert_webhook").selectAll().execute()).toEqual([]);
    expect(await new UserStore().identify(database, "telegram", "77", undefined, 0)).toBeDefined();
  });

  test("that comes in twice is one alert with one secret", async () => {
    const { desk, kept, url } = await ready();
    const call = kept.call({ key: "telegram:77:1" });
    const first = await desk.read(`alert add tao above 400 to ${url}`, call);
    expect(await desk.read(`alert add tao above 400 to ${url}`, call)).toBe(first);
    expect(await kept.book.of(kept.call())).toHaveLength(1);
    const stored = await desk.database.selectFrom("alert_webhook").select("secret").executeTakeFirstOrThrow();
    expect(stored.secret).toBe(secretIn(first));
  });

  test("is each its own after the desk was away, so that each is posted where it belongs", async () => {
    const { desk, receiver, kept, url } = await ready();
    await desk.say(`alert add tao above 400 to ${url}&a=1`);
    await desk.say(`alert add tao above 401 to ${url}&a=2`);
    await kept.walk("bittensor", 380);
    kept.state.now += 2 * HOUR;
    await kept.walk("bittensor", 412);
    await desk.deliver();
    const told = receiver.posted.slice(2);
    expect(told.map(({ path }) => path.slice(-3)).toSorted()).toEqual(["a=1", "a=2"]);
    expect(told.map(({ body }) => body["type"])).toEqual(["alert", "alert"]);
    expect(told[0]?.body).toHaveProperty("missedSince");
  });

  test("cannot be tested without end", async () => {
    const { desk, receiver, url } = await ready();
    for (let count = 0; count < 10; count += 1) await desk.say(`alert add tao above ${400 + count} to ${url}`);
    expect(await desk.read(`alert add tao above 500 to ${url}`)).toContain("Try again in ten minutes");
    expect(receiver.posted).toHaveLength(10);
  });

  test.each([
    ["http://hooks.example.org/", "It has to begin with https://."],
    ["https://me:word@hooks.example.org/", "It carries a user name or password"],
    ["https://hooks.example.org:9200/", "Its port is 9200"],
    ["https://169.254.169.254/latest", "It lies on a private address."],
  ])("to %s is refused", async (address, says) => {
    const { desk, receiver, kept } = await ready();
    expect(await desk.read(`alert add tao above 400 to ${address}`)).toContain(says);
    expect(receiver.posted).toEqual([]);
    expect(await kept.book.of(kept.call())).toEqual([]);
  });

  test("is one of somebody else's for everybody else", async () => {
    const { desk, add, kept } = await ready();
    await add();
    const other = kept.call({ caller: { userId: "user-2", accountId: "account-2", role: "admin" } });
    expect(await desk.read("alert why 1", other)).not.toContain("hooks.example.org");
    expect(await desk.read("alert list", other)).toContain("You have no alerts");
  });

  test("says when there has been no figure for days, and of news the story without numbers", () => {
    const alert = {
      number: 12,
      ownerId: "user-1",
      place: { platform: "webhook", chatId: "12", isPublic: false },
      condition: { kind: "news", projectId: "bittensor" },
      repetition: { kind: "once" },
      target: { kind: "webhook", url: "https://hooks.example.org/?token=1" },
      state: "armed",
      createdAt: NOON,
    } as const satisfies Alert;
    const names = { subject: "Bittensor" };
    const silent = alertReply({ kind: "silent", at: NOON, alerts: [{ alert, names }] });
    expect(silent.event).toEqual({
      type: "silent",
      alert: 12,
      kind: "news",
      condition: "there is a new story about Bittensor",
      at: "2026-03-01T12:00:00.000Z",
    });
    const headline = { title: "Subnets grow", link: "https://paper.example/", publisher: "Paper", publishedAt: NOON };
    const seen = { value: 7, threshold: 7, source: "feeds", asOf: NOON, firedAt: NOON, why: "There is one." };
    const told = alertReply({ kind: "one", fired: { alert, names, ...seen, headline } });
    expect(told.event).toMatchObject({ type: "alert", headline: { title: "Subnets grow" } });
    for (const field of ["value", "threshold", "unit", "note", "missedSince"])
      expect(told.event).not.toHaveProperty(field);
    expect(told.buttons).toBeUndefined();
    expect(JSON.stringify([silent, told])).not.toContain("hooks.example.org");
  });

  test("leaves its address and its secret in no log", async () => {
    const { desk, add, receiver, kept, log } = await ready();
    const secret = secretIn(await add("repeat every 1h"));
    for (const status of [500, 302]) {
      receiver.answer = (response) => void response.writeHead(status, { location: "https://x.example/" }).end();
      await kept.walk("bittensor", 380, 412, 380, 350, 330);
      kept.state.now += 2 * HOUR;
      await desk.deliver();
    }
    const lines = JSON.stringify(log.lines);
    expect(lines).toContain("it answers 302");
    expect(lines).not.toContain("hooks.example.org");
    expect(lines).not.toContain("not-for-logs");
    expect(lines).not.toContain(secret);
  });
});
