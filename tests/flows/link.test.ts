import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { CLASSIFIED } from "../../src/store/merge-people.ts";
import { directChannelOf, PEOPLE, type StandInPerson, textOf } from "../stand-ins/discord-world.ts";
import { openDatabase } from "../../src/store/database.ts";
import type { Person } from "../stand-ins/telegram.ts";

const NOON = Date.parse("2026-10-19T12:00Z");
const WAIT = { timeout: 8_000, interval: 10 };

let doors: BothDoors;
let ann: Person;
beforeEach(async () => {
  doors = await openBothDoors(NOON);
  ann = doors.telegram.person("Ann");
});
afterEach(() => doors.close());

/** Ann says it on Telegram, and the answer comes. */
async function onTelegram(line: string, part: string, from = ann): Promise<string> {
  const before = doors.telegram.ours(from).length;
  doors.telegram.say(from, from, line);
  return await doors.telegram.until(
    () =>
      doors.telegram
        .ours(from)
        .slice(before)
        .find(({ text }) => text.includes(part))?.text,
  );
}

const seenBy = (person: StandInPerson) =>
  doors.discord
    .messages()
    .filter(({ channelId, isLoading }) => channelId === directChannelOf(PEOPLE[person]) && !isLoading);

/** Somebody gives a command in their direct chat on Discord, and the answer comes. */
async function onDiscord(name: string, fields: Record<string, string>, part: string, person: StandInPerson = "ben") {
  const before = new Set(seenBy(person).map(({ id }) => id));
  doors.discord.slash(person, "direct", name, fields);
  return await vi.waitFor(() => {
    const found = seenBy(person).find((each) => !before.has(each.id) && textOf(each).includes(part));
    if (!found) throw new Error(`no "${part}" in ${seenBy(person).map(textOf).join("\n---\n")}`);
    return found;
  }, WAIT);
}

async function newCode(): Promise<string> {
  const said = await onTelegram("/link", "Your code");
  return /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(said)?.[0] ?? "";
}

/** The newest message of a chat that has the button is pressed. */
async function annPresses(label: string): Promise<void> {
  const message = await doors.telegram.until(() =>
    doors.telegram.ours(ann).findLast((each) => each.keyboard.flat().some(({ text }) => text === label)),
  );
  doors.telegram.press(message, ann, label);
}

/** Ben on Discord enters Ann's code and goes on; Ann agrees. */
async function linked(confirm = "Yes, be one"): Promise<void> {
  const card = await onDiscord("link", { code: await newCode() }, "Become one person?");
  doors.discord.press("ben", card.id, confirm);
  await doors.telegram.shown("Was that you?", ann);
  await annPresses("Yes, that was me");
  await doors.telegram.shown("You are one person now", ann);
}

const rows = async (table: string, where = sql`1`) =>
  (await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(table)} WHERE ${where}`.execute(doors.database)).rows;

describe("two accounts", () => {
  test("become one person: what one has, both have, on each door, and both sides are told", async () => {
    await onTelegram("/watchlist add TAO", "TAO");
    await onTelegram("/portfolio add buy 2 TAO at 300 usd on 2026-03-01", "Bought 2 TAO");
    await onDiscord("watchlist add", { assets: "NEAR" }, "NEAR");
    await onDiscord("alert add", { kind: "price", coin: "tao", is: "above", value: "4000" }, "I tell you when");
    const card = await onDiscord("link", { code: await newCode() }, "Become one person?");
    expect(textOf(card)).toContain("Telegram (Ann)");
    doors.discord.press("ben", card.id, "Yes, be one");
    expect((await doors.telegram.shown("Was that you?", ann)).text).toContain("Discord (Ben)");
    // Until Ann agrees nothing is anybody else's.
    expect(await rows("user")).toHaveLength(2);
    await onDiscord("portfolio", {}, "portfolio is empty");
    await annPresses("Yes, that was me");
    await doors.telegram.shown("You are one person now", ann);
    await vi.waitFor(
      () => expect(seenBy("ben").map(textOf).join()).toContain("You are one person with Telegram (Ann)"),
      WAIT,
    );

    expect(await rows("user")).toHaveLength(1);
    const watched = await onDiscord("watchlist", {}, "TAO");
    expect(textOf(watched)).toContain("NEAR");
    await onDiscord("portfolio activities", {}, "TAO");
    await onTelegram("/alert list", "4,000");
    await onTelegram("/me", "Ben (discord)");
  });

  test("with a portfolio each are asked which one stays; the other one is gone, and nothing is mixed", async () => {
    await onTelegram("/portfolio add buy 2 TAO at 300 usd on 2026-03-01", "Bought 2 TAO");
    await onDiscord(
      "portfolio add",
      { kind: "buy", quantity: "7", coin: "NEAR", price: "3", currency: "USD", date: "2026-03-01" },
      "Bought 7 NEAR",
    );
    const card = await onDiscord("link", { code: await newCode() }, "You both have a portfolio");
    doors.discord.press("ben", card.id, "Keep mine");
    expect((await doors.telegram.shown("Was that you?", ann)).text).toContain("yours is removed for good");
    await annPresses("Yes, that was me");
    await doors.telegram.shown("You are one person now", ann);
    expect(await onTelegram("/portfolio activities", "NEAR")).not.toContain("TAO");
    expect(await rows("portfolio_entry")).toHaveLength(1);
  });

  test("that keep the portfolio of whoever made the code lose nothing of it", async () => {
    await onTelegram("/portfolio add buy 2 TAO at 300 usd on 2026-03-01", "Bought 2 TAO");
    await onDiscord(
      "portfolio add",
      { kind: "buy", quantity: "7", coin: "NEAR", price: "3", currency: "USD", date: "2026-03-01" },
      "Bought 7 NEAR",
    );
    await linked("Keep theirs");
    expect(textOf(await onDiscord("portfolio activities", {}, "TAO"))).not.toContain("NEAR");
  });

  test("are two people again after /unlink: all stays with the others, and this one begins anew", async () => {
    await onTelegram("/watchlist add TAO", "TAO");
    await linked();
    const asked = await onDiscord("unlink", {}, "Unlink this account?");
    expect(textOf(asked)).toContain("stay with Telegram (Ann)");
    doors.discord.press("ben", asked.id, "Yes, unlink");
    await vi.waitFor(() => expect(seenBy("ben").map(textOf).join()).toContain("begins anew"), WAIT);
    expect(await rows("user")).toHaveLength(2);
    await onTelegram("/watchlist", "TAO");
    await onDiscord("watchlist", {}, "empty");
    await onTelegram("/unlink", "linked with no other");
  });

  test("that own the desk together are warned on both sides", async () => {
    await doors.database.updateTable("user").set({ is_owner: 1 }).execute();
    await onTelegram("/about", "Westbound");
    await doors.database.updateTable("user").set({ is_owner: 1 }).execute();
    const card = await onDiscord("link", { code: await newCode() }, "owns this desk");
    doors.discord.press("ben", card.id, "Yes, be one");
    await doors.telegram.shown("both may do all that its owner may", ann);
  });
});

describe("a code", () => {
  test("is good once", async () => {
    const code = await newCode();
    await onDiscord("link", { code }, "Become one person?");
    await onDiscord("link", { code }, "not good", "olga");
  });

  test("is good for ten minutes", async () => {
    const code = await newCode();
    doors.setClock(doors.clock() + 11 * 60_000);
    await onDiscord("link", { code }, "not good");
  });

  test("stands nowhere in the file but as a hash", async () => {
    const code = await newCode();
    const kept = JSON.stringify(await rows("link_code"));
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(code.replace("-", ""));
    expect(JSON.stringify(await rows("done_key"))).not.toContain(code);
  });

  test("of one's own links nobody", async () => {
    const code = await newCode();
    await onTelegram(`/link ${code}`, "your own");
  });

  test("cannot be guessed: after five wrong ones the right one is not taken either", async () => {
    const code = await newCode();
    for (let index = 0; index < 5; index += 1) await onDiscord("link", { code: `AAAA-AAA${index + 2}` }, "not good");
    await onDiscord("link", { code }, "Too many codes");
    expect(await rows("link_request")).toEqual([]);
  });

  test("is not made or taken where others read along", async () => {
    const group = doors.telegram.group("Desk");
    doors.telegram.say(group, ann, "/link");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(doors.telegram.ours(group).some(({ text }) => text.includes("Your code"))).toBe(false);
  });

  test("of somebody with an account on this platform is refused: one person has one there", async () => {
    const code = await newCode();
    const bea = doors.telegram.person("Bea");
    await onTelegram(`/link ${code}`, "has an account on telegram already", bea);
    expect(await rows("link_request")).toEqual([]);
  });
});

describe("nobody else", () => {
  test("can agree in somebody's name, and whoever entered the code cannot let themselves in", async () => {
    const card = await onDiscord("link", { code: await newCode() }, "Become one person?");
    doors.discord.press("ben", card.id, "Yes, be one");
    await doors.telegram.shown("Was that you?", ann);
    const [request] = await rows("link_request");
    const fields = { request: String(request?.["id"]), answer: "yes" };
    await onDiscord("link agree", fields, "nothing to confirm");
    await onDiscord("link agree", fields, "nothing to confirm", "olga");
    expect(await rows("former_user")).toEqual([]);
  });

  test("is linked where the answer is No, or comes too late", async () => {
    const card = await onDiscord("link", { code: await newCode() }, "Become one person?");
    doors.discord.press("ben", card.id, "Yes, be one");
    await doors.telegram.shown("Was that you?", ann);
    await annPresses("No");
    await doors.telegram.shown("Nothing was linked", ann);
    expect(await rows("link_request")).toEqual([]);
    expect(await rows("former_user")).toEqual([]);
  });
});

test("a double press links once", async () => {
  const card = await onDiscord("link", { code: await newCode() }, "Become one person?");
  doors.discord.press("ben", card.id, "Yes, be one");
  await doors.telegram.shown("Was that you?", ann);
  await Promise.all([annPresses("Yes, that was me"), annPresses("Yes, that was me")]);
  await doors.telegram.shown("You are one person now", ann);
  expect(await rows("former_user")).toHaveLength(1);
  expect(await rows("user")).toHaveLength(1);
});

test("every column that names a person is moved with them, or dropped on purpose", async () => {
  const database = await openDatabase(":memory:");
  const { rows: found } = await sql<{ name: string; column: string }>`
    SELECT t.name, f."from" AS column FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
    WHERE t.type = 'table' AND f."table" = 'user'`.execute(database);
  await database.destroy();
  const named = found
    .map(({ name, column }) => `${name}.${column}`)
    .filter((each) => !/^(?:evidence|feed|score_change)\./.test(each));
  expect(named.toSorted()).toEqual([...CLASSIFIED].toSorted());
});
