import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";
import { aCall } from "../support/calls.ts";
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
  return codeIn(await onTelegram("/link", "Your code"));
}

const codeIn = (said: string): string => /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(said)?.[0] ?? "";

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

/** Somebody on a page of their own in a browser; who they are is found anew each time it is called. */
async function onPage(accountId: string) {
  const { userId } = await doors.services.identify("web", accountId);
  return async (command: string, input: Readonly<Record<string, unknown>>) => {
    const call = aCall({
      now: doors.clock(),
      caller: { userId, accountId },
      place: { platform: "web", chatId: accountId },
    });
    return JSON.stringify(await doors.services.desk.run(command, input, call));
  };
}

const TRADE = { kind: "buy", quantity: "7", coin: "NEAR", price: "3", currency: "USD", date: "2026-03-01" };

const rows = async (table: string, where = sql`1`) =>
  (await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(table)} WHERE ${where}`.execute(doors.database)).rows;

/** The one request that there is. */
const requested = async (): Promise<string> => String((await rows("link_request"))[0]?.["id"]);

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

describe("two portfolios", () => {
  test("of which one was begun after the question are both kept, and nobody is linked", async () => {
    await onDiscord("portfolio add", TRADE, "Bought 7 NEAR");
    const card = await onDiscord("link", { code: await newCode() }, "Become one person?");
    doors.discord.press("ben", card.id, "Yes, be one");
    await doors.telegram.shown("Was that you?", ann);
    await onTelegram("/portfolio add buy 2 TAO at 300 usd on 2026-03-01", "Bought 2 TAO");
    await annPresses("Yes, that was me");
    await doors.telegram.shown("nobody has said which one stays", ann);
    expect(await rows("user")).toHaveLength(2);
    expect(await rows("portfolio_entry")).toHaveLength(2);
  });

  test("are not decided by a choice that was typed before there was one to make", async () => {
    await onDiscord("portfolio add", TRADE, "Bought 7 NEAR");
    await onDiscord("link", { code: await newCode() }, "Become one person?");
    await onDiscord("link confirm", { request: await requested(), keep: "mine" }, "I have asked");
    await doors.telegram.shown("Was that you?", ann);
    await onTelegram("/portfolio add buy 2 TAO at 300 usd on 2026-03-01", "Bought 2 TAO");
    await annPresses("Yes, that was me");
    await doors.telegram.shown("nobody has said which one stays", ann);
    expect(await rows("portfolio_entry")).toHaveLength(2);
  });

  test("of which only the one of whoever entered the code exists: it is kept", async () => {
    await onDiscord("portfolio add", TRADE, "Bought 7 NEAR");
    await linked();
    await onTelegram("/portfolio activities", "NEAR");
  });
});

test("where settings differ, those of whoever made the code count", async () => {
  await onTelegram("/settings set currency EUR", "EUR");
  await onDiscord("settings set", { name: "currency", value: "GBP" }, "GBP");
  expect(await rows("user_setting")).toHaveLength(2);
  await linked();
  expect((await rows("user_setting")).map(({ value }) => value)).toEqual(["EUR"]);
});

describe("unlinking", () => {
  test("sends what was sent there to the others: the chat is somebody else's from then on", async () => {
    await linked();
    await onDiscord("alert add", { kind: "price", coin: "tao", is: "above", value: "4000" }, "I tell you when");
    const asked = await onDiscord("unlink", {}, "what was sent to you here is sent there");
    doors.discord.press("ben", asked.id, "Yes, unlink");
    await vi.waitFor(() => expect(seenBy("ben").map(textOf).join()).toContain("begins anew"), WAIT);
    expect(await rows("alert")).toMatchObject([{ platform: "telegram", chat_id: String(ann.id) }]);
  });

  test("says that the desk stays with the others before it does, and whoever goes owns it no longer", async () => {
    await onTelegram("/about", "Westbound");
    await doors.database.updateTable("user").set({ is_owner: 1 }).execute();
    await linked();
    const asked = await onTelegram("/unlink", "You own this desk");
    expect(asked).toContain("stays with Discord (Ben), too");
    await annPresses("Yes, unlink");
    await doors.telegram.shown("begins anew", ann);
    expect((await doors.services.identify("telegram", String(ann.id))).isOwner).toBe(false);
  });

  test("of one of two pages says that all stays with the other", async () => {
    const first = await onPage("page-one");
    const second = await onPage("page-two");
    await second("link", { code: codeIn(await first("link", {})) });
    const request = await requested();
    await second("link confirm", { request });
    await first("link agree", { request, answer: "yes" });
    const later = await onPage("page-two");
    expect(await later("unlink", {})).toContain("stay with another page");
    await later("unlink", { sure: "yes" });
    const alone = await onPage("page-two");
    expect(await alone("unlink", {})).toContain("linked with no other");
  });
});

describe("a person with several accounts", () => {
  test("takes in a third one, and the second one can go alone", async () => {
    await onTelegram("/watchlist add TAO", "TAO");
    await linked();
    const page = await onPage("page-three");
    await page("link", { code: await newCode() });
    await page("link confirm", { request: await requested() });
    // Asked in the account that was used last.
    const question = await vi.waitFor(() => {
      const found = seenBy("ben").find((each) => textOf(each).includes("the page has entered"));
      if (!found) throw new Error("not asked yet");
      return found;
    }, WAIT);
    doors.discord.press("ben", question.id, "Yes, that was me");
    await vi.waitFor(async () => expect(await rows("user")).toHaveLength(1), WAIT);
    const asked = await onDiscord("unlink", {}, "Unlink this account?");
    doors.discord.press("ben", asked.id, "Yes, unlink");
    await vi.waitFor(async () => expect(await rows("user")).toHaveLength(2), WAIT);
    const again = await onPage("page-three");
    expect(await again("watchlist", {})).toContain("TAO");
    await onDiscord("watchlist", {}, "empty");
  });

  test("is no way around one account of each platform", async () => {
    await linked();
    const made = await onDiscord("link", {}, "Your code");
    await onTelegram(
      `/link ${codeIn(textOf(made))}`,
      "has an account on telegram already",
      doors.telegram.person("Bea"),
    );
  });

  test("cannot enter a code that they made on another platform", async () => {
    await linked();
    await onDiscord("link", { code: await newCode() }, "your own");
  });
});

test("a link that breaks off at its last step has changed nothing", async () => {
  await onTelegram("/watchlist add TAO", "TAO");
  await onDiscord("watchlist add", { assets: "NEAR" }, "NEAR");
  const card = await onDiscord("link", { code: await newCode() }, "Become one person?");
  doors.discord.press("ben", card.id, "Yes, be one");
  await doors.telegram.shown("Was that you?", ann);
  const before = JSON.stringify([await rows("user"), await rows("account"), await rows("watchlist")]);
  await sql`CREATE TRIGGER breaks BEFORE INSERT ON former_user BEGIN SELECT RAISE(ABORT, 'breaks off'); END`.execute(
    doors.database,
  );
  await annPresses("Yes, that was me");
  await vi.waitFor(() => expect(doors.faults).toHaveLength(1), WAIT);
  doors.faults.length = 0;
  expect(JSON.stringify([await rows("user"), await rows("account"), await rows("watchlist")])).toBe(before);
  expect(await rows("link_request")).toHaveLength(1);
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
    await doors.telegram.until(() => doors.telegram.ours(group).find(({ text }) => text.includes("between us")));
    expect(await rows("link_code")).toEqual([]);
    const code = codeIn(textOf(await onDiscord("link", {}, "Your code")));
    const before = doors.telegram.ours(group).length;
    doors.telegram.say(group, ann, `/link ${code}`);
    await doors.telegram.until(() => doors.telegram.ours(group)[before]);
    expect(await rows("link_request")).toEqual([]);
    expect(await rows("link_code")).toHaveLength(1);
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

  test("is linked where the answer comes too late", async () => {
    const card = await onDiscord("link", { code: await newCode() }, "Become one person?");
    doors.discord.press("ben", card.id, "Yes, be one");
    await doors.telegram.shown("Was that you?", ann);
    doors.setClock(doors.clock() + 11 * 60_000);
    await annPresses("Yes, that was me");
    await doors.telegram.shown("ten minutes are over", ann);
    expect(await rows("user")).toHaveLength(2);
  });

  test("is linked where the answer is No", async () => {
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

/** What they gave for everybody stays, without them. */
const OF_ALL = ["feed.added_by", "score_change.by_user"];
/** Named like a person and none: a flag, a platform's own id, an exchange, and the audit's pseudonym. */
const NO_PERSON = ["account.account_id", "audit.who", "portfolio_entry.account", "user.is_owner"];

test("every column that names a person is moved with them, or dropped on purpose", async () => {
  const database = await openDatabase(":memory:");
  const { rows: found } = await sql<{ name: string; column: string }>`
    SELECT t.name, f."from" AS column FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
    WHERE t.type = 'table' AND f."table" = 'user'`.execute(database);
  const { rows: columns } = await sql<{ name: string; column: string }>`
    SELECT t.name, c.name AS column FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'`.execute(
    database,
  );
  await database.destroy();
  const named = found.map(({ name, column }) => `${name}.${column}`);
  expect(named.toSorted()).toEqual([...CLASSIFIED, ...OF_ALL].toSorted());
  // A person who is named without a foreign key would be left behind without a word.
  const unnamed = columns
    .filter(({ column }) => /user|owner|_by$|person|asker|caller|giver|taker|account|^who$/.test(column))
    .map(({ name, column }) => `${name}.${column}`)
    .filter((each) => !named.includes(each));
  expect(unnamed.toSorted()).toEqual([...NO_PERSON].toSorted());
});
