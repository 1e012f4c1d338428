import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { CHANNEL_ID, labelsOf, textOf } from "../stand-ins/discord-world.ts";
import type { Group, MessageRecord, Person } from "../stand-ins/telegram.ts";
import { openAiStandIn, type OpenAiStandIn, type Step } from "../stand-ins/openai.ts";
import { aCall } from "../support/calls.ts";
import { openDatabase } from "../../src/store/database.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";

/** What a model wants to do is a card first. Each tool that changes something, on both doors, with a model that calls it. */

const NOON = Date.parse("2026-10-19T12:00Z");
const WAIT = { timeout: 8_000, interval: 10 };

let doors: BothDoors;
let model: OpenAiStandIn;
beforeEach(async () => {
  model = await openAiStandIn();
});
afterEach(async () => {
  await doors.close();
  await model.close();
});

const environment = () => ({ OPENAI_BASE_URL: model.baseUrl, MODEL: "m" });
const open = async (): Promise<BothDoors> => (doors = await openBothDoors(NOON, { environment: environment() }));

/** The model calls a tool for the next question, and then says that it is done, as such models do. */
const obeys = (name: string, given: Readonly<Record<string, unknown>>): Step[] => [
  { calls: [{ name, arguments: given }] },
  { text: "I have done it for you." },
];

const count = async (table: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(doors.database);
  return rows[0]?.n ?? 0;
};

interface Wish {
  readonly ask: string;
  readonly tool: string;
  readonly given: Readonly<Record<string, unknown>>;
  /** Where it may be asked for. */
  readonly where: "direct" | "group";
  /** What the card says of it. */
  readonly says: readonly string[];
  readonly table: string;
}

const WISHES: readonly Wish[] = [
  {
    ask: "I bought 2 TAO at 310 usd",
    tool: "portfolio_add",
    given: { line: "buy 2 TAO at 310 usd" },
    where: "direct",
    says: ["/portfolio add", "buy", "2", "TAO", "310"],
    table: "portfolio_entry",
  },
  {
    ask: "tell me when TAO is above 400",
    tool: "alert_add",
    given: { line: "tao above 400" },
    where: "direct",
    says: ["/alert add", "tao", "above", "400"],
    table: "alert",
  },
  {
    ask: "tell us here when TAO is above 400",
    tool: "alert_here",
    given: { line: "tao above 400" },
    where: "group",
    says: ["/alert here", "tao", "above", "400"],
    table: "alert",
  },
  {
    ask: "send me a digest every morning",
    tool: "digest_subscribe",
    given: { line: "09:00 Berlin weekdays" },
    where: "direct",
    says: ["/digest subscribe", "09:00", "Berlin", "weekdays"],
    table: "subscription",
  },
  {
    ask: "from now on always use euros",
    tool: "settings_set",
    given: { name: "currency", value: "EUR" },
    where: "group",
    says: ["/settings set", "currency", "EUR"],
    table: "setting",
  },
  {
    ask: "remember that I only hold TAO",
    tool: "note_add",
    given: { text: "I only hold TAO" },
    where: "direct",
    says: ["/note add", "I only hold TAO"],
    table: "person_note",
  },
];

const confirmOn = (message: MessageRecord): boolean => message.keyboard.flat().some(({ text }) => text === "Confirm");

describe("on Telegram", () => {
  let group: Group;
  let ann: Person;
  let ben: Person;
  const people = (): void => {
    group = doors.telegram.group("Desk");
    ann = doors.telegram.person("Ann");
    ben = doors.telegram.person("Ben");
    doors.telegram.setStatus(group, ann, "creator");
  };

  /** What the desk shows for it. */
  async function card({ ask, tool, given, where }: Pick<Wish, "ask" | "tool" | "given" | "where">) {
    model.next(...obeys(tool, given));
    const chat = where === "group" ? group : ann;
    doors.telegram.say(chat, ann, where === "group" ? `@WestboundTestBot ${ask}` : ask);
    return await doors.telegram.until(() => doors.telegram.ours(chat).findLast(confirmOn));
  }

  /** What a press is answered with: a notice, or the message anew. */
  async function press(message: MessageRecord, person: Person, label: string): Promise<string> {
    const record = doors.telegram.press(message, person, label);
    const before = message.text;
    await doors.telegram.until(() => record.answer !== undefined || undefined);
    await vi.waitFor(() => expect(record.answer?.text ?? message.text).not.toBe(before), WAIT).catch(() => undefined);
    return record.answer?.text ?? message.text;
  }

  test.each(WISHES)("$tool: nothing happens before Confirm, once by it", { timeout: 30_000 }, async (wish) => {
    await open();
    people();
    const message = await card(wish);
    for (const part of wish.says) expect(message.text).toMatch(new RegExp(part, "i"));
    expect(message.text).toContain("Nothing has been changed yet");
    // The model said that it was done: that is not what stands there.
    expect(message.text).not.toContain("I have done it");
    expect(message.keyboard.flat().map(({ text }) => text)).toEqual(expect.arrayContaining(["Confirm", "Cancel"]));
    expect(await count(wish.table)).toBe(0);

    const copy = { ...message };
    await press(message, ann, "Confirm");
    await vi.waitFor(async () => expect(await count(wish.table)).toBe(1), WAIT);
    await press(copy, ann, "Confirm").catch(() => undefined);
    expect(await count(wish.table)).toBe(1);
    expect(model.problems).toEqual([]);
  });

  test.each(WISHES)("$tool: after Cancel, nothing, whoever presses what", { timeout: 30_000 }, async (wish) => {
    await open();
    people();
    const message = await card(wish);
    const copy = { ...message };
    if (wish.where === "group") {
      expect(await press(message, ben, "Cancel")).toContain("Only the person who asked");
      expect(await press(message, ben, "Confirm")).toContain("Only the person who asked");
    }
    await press(message, ann, "Cancel");
    await vi.waitFor(() => expect(message.text).toBe("Cancelled. Nothing has been changed."), WAIT);
    expect(message.keyboard.flat()).toEqual([]);
    await press(copy, ann, "Confirm");
    expect(await count(wish.table)).toBe(0);
  });

  test("a right that was lost before the press is missing at the press", async () => {
    await open();
    people();
    const message = await card(WISHES[2] as Wish);
    doors.telegram.setStatus(group, ann, "member");
    doors.telegram.press(message, ann, "Confirm");
    await doors.telegram.shown("Only an admin");
    expect(await count("alert")).toBe(0);
    expect(message.text).toContain("Nothing has been changed yet");
  });

  test("a command that was switched off before the press is off", async () => {
    await open();
    people();
    const message = await card(WISHES[2] as Wish);
    doors.telegram.say(group, ann, "/settings set commands_off alert");
    await vi.waitFor(async () => expect(await count("setting")).toBe(1), WAIT);
    doors.telegram.press(message, ann, "Confirm");
    await doors.telegram.shown("switched off here");
    expect(await count("alert")).toBe(0);
  });

  test("after ten minutes it is void, Confirm and Cancel alike", async () => {
    await open();
    people();
    const message = await card(WISHES[1] as Wish);
    doors.setClock(NOON + 10 * 60_000 + 1_000);
    expect(await press(message, ann, "Confirm")).toMatch(/expired|too old/);
    expect(await press(message, ann, "Cancel")).toMatch(/expired|too old/);
    expect(await count("alert")).toBe(0);
  });

  test("two wishes of one sentence are two cards' worth of buttons, each with its number", async () => {
    await open();
    people();
    model.next(
      {
        calls: [
          { name: "alert_add", arguments: { line: "tao above 400" } },
          { name: "alert_add", arguments: { line: "near above 5" } },
        ],
      },
      { text: "Both are set." },
    );
    doors.telegram.say(ann, ann, "tell me when TAO is above 400 and when NEAR is above 5");
    const message = await doors.telegram.until(() =>
      doors.telegram.ours(ann).findLast(({ keyboard }) => keyboard.flat().some(({ text }) => text === "Confirm 2")),
    );
    expect(message.keyboard.flat().map(({ text }) => text)).toEqual(["Confirm 1", "Cancel 1", "Confirm 2", "Cancel 2"]);
    await press(message, ann, "Confirm 2");
    await vi.waitFor(async () => expect(await count("alert")).toBe(1), WAIT);
    const [row] = await doors.database.selectFrom("alert").select("condition").execute();
    expect(JSON.stringify(row)).toContain("near");
  });

  test("it outlives the process: what was shown before a restart is carried out after it, once", async () => {
    const folder = await mkdtemp(join(tmpdir(), "westbound-proposal-"));
    try {
      const path = join(folder, "desk.sqlite");
      doors = await openBothDoors(NOON, { environment: environment(), path });
      people();
      const message = await card(WISHES[1] as Wish);
      const copy = { ...message };
      await doors.stop();
      doors = await openBothDoors(NOON + 60_000, { environment: environment(), path, platforms: doors });
      await press(message, ann, "Confirm");
      await vi.waitFor(async () => expect(await count("alert")).toBe(1), WAIT);
      await press(copy, ann, "Confirm").catch(() => undefined);
      expect(await count("alert")).toBe(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("on Discord", () => {
  async function card({ ask, tool, given }: Wish, person: "ada" | "ann", place: "guild" | "direct") {
    model.next(...obeys(tool, given));
    // A message carries no rights; a slash command does.
    if (place === "guild") doors.discord.slash(person, "guild", "ask", { question: ask });
    else doors.discord.message(person, "direct", ask);
    return await vi.waitFor(() => {
      const found = doors.discord.messages().findLast((each) => labelsOf(each).includes("Confirm"));
      if (!found) throw new Error("no card");
      return found;
    }, WAIT);
  }

  test.each(WISHES)("$tool: nothing happens before Confirm, once by it", { timeout: 30_000 }, async (wish) => {
    await open();
    const place = wish.where === "group" ? "guild" : "direct";
    const message = await card(wish, "ada", place);
    if (place === "guild") expect(message.channelId).toBe(CHANNEL_ID);
    for (const part of wish.says) expect(textOf(message)).toMatch(new RegExp(part, "i"));
    expect(await count(wish.table)).toBe(0);
    doors.discord.press("ada", message.id, "Confirm");
    await vi.waitFor(async () => expect(await count(wish.table)).toBe(1), WAIT);
  });

  test("a right that was lost before the press is missing at the press, and others' presses are refused", async () => {
    await open();
    const message = await card(WISHES[2] as Wish, "ada", "guild");
    const other = doors.discord.press("ben", message.id, "Confirm");
    await vi.waitFor(() => expect(JSON.stringify(other)).toContain("Only the person who asked"), WAIT);
    const late = doors.discord.press("ada", message.id, "Confirm", { permissions: 0n });
    await vi.waitFor(() => expect(JSON.stringify(late)).toContain("Only an admin"), WAIT);
    expect(await count("alert")).toBe(0);
  });

  test("after Cancel there is nothing to confirm", async () => {
    await open();
    const message = await card(WISHES[1] as Wish, "ann", "direct");
    doors.discord.press("ann", message.id, "Cancel");
    await vi.waitFor(() => expect(textOf(message)).toContain("Cancelled. Nothing has been changed."), WAIT);
    expect(labelsOf(message)).toEqual([]);
    expect(await count("alert")).toBe(0);
    expect(await count("proposal")).toBe(0);
  });
});

test("of two connections that take one proposal at once, one has it; of one that confirms and one that cancels, one", async () => {
  doors = await openBothDoors(NOON);
  const folder = await mkdtemp(join(tmpdir(), "westbound-proposal-"));
  const path = join(folder, "desk.sqlite");
  const [one, two] = [await openDatabase(path), await openDatabase(path)];
  try {
    const store = new ProposalStore();
    const call = aCall();
    await one.insertInto("user").values({ id: call.caller.userId, is_owner: 0, created_at: NOON }).execute();
    for (let round = 0; round < 20; round += 1) {
      const id = await store.add(one, "alert add", {}, call, call.now + 600_000);
      const claims = await Promise.all([
        store.claim(one, id, call.caller.userId, call.now),
        store.claim(two, id, call.caller.userId, call.now),
      ]);
      expect(claims.filter(Boolean)).toHaveLength(1);
      const next = await store.add(one, "alert add", {}, call, call.now + 600_000);
      const [taken, back] = await Promise.all([
        store.claim(one, next, call.caller.userId, call.now),
        store.withdraw(two, next, call.caller.userId, call.now),
      ]);
      expect([taken !== undefined, back].filter(Boolean)).toHaveLength(1);
    }
  } finally {
    await Promise.all([one.destroy(), two.destroy()]);
    await rm(folder, { recursive: true });
  }
});
