import { afterEach, beforeEach, expect, test } from "vitest";
import { sql } from "kysely";
import { NOON } from "../support/calls.ts";
import { plainText } from "../../src/core/plain.ts";
import { peopleDesk, type PeopleDesk } from "../support/people-desk.ts";
import { PersonStore, TABLES_OF_A_PERSON } from "../../src/store/person-store.ts";

let desk: PeopleDesk;
beforeEach(async () => {
  desk = await peopleDesk("CODE-CODE-CODE");
});
afterEach(async () => await desk.database.destroy());

/** Every cell of every table, as one text. */
async function everything(): Promise<string> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM sqlite_schema WHERE type = 'table'`.execute(
    desk.database,
  );
  const texts = rows.map(async ({ name }) => {
    const found = await sql`SELECT * FROM ${sql.table(name)}`.execute(desk.database);
    return JSON.stringify(found.rows, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
    );
  });
  return (await Promise.all(texts)).join("\n");
}

const MINE = ["700700701", "savingsplan", "bought in the rain", "0x52908400098527886E0F7030069857D2E4169EE7"];

async function aLifeOf(accountId: string) {
  const person = await desk.person(accountId);
  await person.say("watchlist add TAO");
  await person.say("wallet add 0x52908400098527886E0F7030069857D2E4169EE7 savingsplan");
  const bought = { kind: "buy", quantity: "2.5", coin: "TAO", price: "310", currency: "USD", date: "2026-02-01" };
  await desk.desk.run(
    "portfolio add",
    { ...bought, note: "bought in the rain" },
    person.call({ key: `k ${accountId}` }),
  );
  await person.say("portfolio settings lifo");
  await person.say("alert add TAO above 4000");
  await person.say("price TAO");
  await desk.desk.draft({ command: "watchlist add", input: { assets: "TAO" } }, person.call());
  await desk.desk.keep({ label: "a", command: "price", input: { assets: "TAO" } }, person.call().caller.userId);
  await desk.inbox.accept({
    key: "1",
    platform: "telegram",
    place: person.call().place,
    payload: JSON.stringify({ from: accountId }),
    askedAt: NOON,
  });
  return person;
}

test("every table that points to a person is known to their deletion", async () => {
  const { rows } = await sql<{ name: string; column: string }>`
    SELECT t.name, f."from" AS column FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
    WHERE t.type = 'table' AND f."table" = 'user' AND f.on_delete = 'CASCADE'`.execute(desk.database);
  const found = Object.fromEntries(rows.map(({ name, column }) => [name, column]));
  expect(TABLES_OF_A_PERSON).toEqual(found);
});

test("what is kept about somebody is told by kind, to them alone", async () => {
  const person = await aLifeOf("700700701");
  const reply = await person.say("me");
  expect(reply.audience).toBe("caller");
  const said = plainText(reply);
  expect(said).toContain("Portfolio entries");
  expect(said).toContain("Whoever operates this desk can read all of it");
  expect(said).toContain("also those taken before an upgrade, are kept for 7 days");
  expect(said).toContain('(".before-" and the time) until the operator removes it');
  expect(said).toContain("the number of your account stays there until they take it off");
});

test("an export holds what was typed, and nothing of anybody else", async () => {
  const person = await aLifeOf("700700701");
  const other = await desk.person("700700702");
  await other.say("wallet add 0xde709f2102306220921060314715629080e2fb77 theirs");
  const text = JSON.stringify(await person.say("me export"));
  for (const word of MINE) expect(text.toLowerCase()).toContain(word.toLowerCase());
  expect(text).not.toContain("theirs");
});

test("deleting asks first, and then no row and no line of the log is left of the person", async () => {
  const person = await aLifeOf("700700701");
  const other = await aLifeOf("700700702");
  const { userId } = person.call().caller;
  const full = (await everything()).toLowerCase();
  for (const word of [...MINE, userId]) expect(full).toContain(word.toLowerCase());

  const asked = await person.say("me delete");
  expect(plainText(asked)).toContain("cannot be taken back");
  expect(await everything()).toContain(userId);
  expect(plainText(await person.press(asked, "Yes, delete everything"))).toContain("Nothing is kept about you");

  const left = await everything();
  expect(left).not.toContain("700700701");
  expect(left).not.toContain(userId);
  const lines = JSON.stringify(desk.lines);
  for (const word of ["700700701", userId, ...MINE]) expect(lines).not.toContain(word);
  expect(desk.faults).toEqual([]);
  expect(await other.read("watchlist")).toContain("TAO");

  // Nobody else's words were theirs: with the other one gone, what was typed is gone as well.
  const last = await other.say("me delete");
  await other.press(last, "Yes, delete everything");
  const nothing = (await everything()).toLowerCase();
  for (const word of MINE) expect(nothing).not.toContain(word.toLowerCase());
});

test("nothing is left of a person who has something in every table, and all of it is told of and handed over before", async () => {
  const person = await aLifeOf("700700701");
  const { userId } = person.call().caller;
  const on = desk.database;
  await sql`PRAGMA foreign_keys = OFF`.execute(on);
  await sql`PRAGMA ignore_check_constraints = ON`.execute(on);
  for (const [table, column] of Object.entries(TABLES_OF_A_PERSON)) {
    const { rows: columns } = await sql<{
      name: string;
      type: string;
      notnull: number;
      dflt_value: unknown;
    }>`SELECT * FROM pragma_table_info(${table})`.execute(on);
    const values = columns
      .filter(({ name, notnull, dflt_value }) => name === column || (notnull === 1 && dflt_value === null))
      .filter(({ name, type }) => !(name === "id" && type === "INTEGER"))
      .map(({ name, type }) => {
        if (name === column) return [name, sql`${userId}`] as const;
        if (name === "platform") return [name, sql`'telegram'`] as const;
        return [name, type === "INTEGER" ? sql`987654` : sql`${`filled ${table} ${name}`}`] as const;
      });
    await sql`INSERT OR IGNORE INTO ${sql.table(table)} (${sql.join(values.map(([name]) => sql.ref(name)))})
      VALUES (${sql.join(values.map(([, value]) => value))})`.execute(on);
  }
  await sql`PRAGMA ignore_check_constraints = OFF`.execute(on);
  await sql`PRAGMA foreign_keys = ON`.execute(on);
  const counts = await new PersonStore().count(on, userId);
  for (const [table, count] of Object.entries(counts)) expect([table, count > 0]).toEqual([table, true]);

  await new PersonStore().remove(on, userId);
  const left = await new PersonStore().count(on, userId);
  for (const [table, count] of Object.entries(left)) expect([table, count]).toEqual([table, 0]);
  expect(await everything()).not.toContain(userId);
});

test("the owner sees how often commands are used in a week, and not by whom", async () => {
  const owner = await desk.person("700700703", "owner");
  await (await desk.person("700700701")).say("price TAO");
  await owner.say("price TAO");
  await owner.say("help");
  await desk.privacy.step.run(desk.clock());
  expect(await owner.read("status")).toContain("/price 2, /help 1");
});

test("what somebody else has asked stays, though their id holds the deleted one's", async () => {
  const [one, other] = [await desk.person("70070"), await desk.person("9700701")];
  for (const [key, from] of [
    ["1", 70070],
    ["2", 9700701],
  ] as const)
    await desk.inbox.accept({
      key,
      platform: "telegram",
      place: { platform: "telegram", chatId: "-5", isPublic: true },
      payload: JSON.stringify({ message: { from: { id: from, is_bot: false } } }),
      askedAt: NOON,
    });
  await one.press(await one.say("me delete"), "Yes, delete everything");
  expect((await desk.inbox.open("telegram")).map(({ key }) => key)).toEqual(["2"]);
  expect(await everything()).toContain(other.call().caller.userId);
});

test("whom a restored database brings back is deleted again, and whoever came anew is not", async () => {
  const { noteDeletion, deletedIn } = await import("../../src/store/deletion-list.ts");
  const { mkdtemp, readFile, rm, appendFile } = await import("node:fs/promises");
  const folder = await mkdtemp("/tmp/deleted-");
  try {
    const list = `${folder}/backups/deleted.txt`;
    const person = await aLifeOf("700700701");
    const { userId } = person.call().caller;
    const other = await desk.person("700700702");
    expect([...(await deletedIn(list))]).toEqual([]);
    await noteDeletion(list, userId, NOON);
    await appendFile(list, "abc"); // A crash cut it off.
    expect(await readFile(list, "utf8")).not.toContain("700700701");
    const people = new PersonStore();
    expect(await people.removeAgain(desk.database, await deletedIn(list))).toBe(1);
    expect(await people.removeAgain(desk.database, await deletedIn(list))).toBe(0);
    expect(await everything()).toContain(other.call().caller.userId);
    await desk.person("700700701");
    expect(await people.removeAgain(desk.database, await deletedIn(list))).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the audit says who changed what from what to what, and only to admins of that place", async () => {
  await desk.identify("telegram", "700700703", "Ann");
  const admin = await desk.person("700700703", "admin");
  const owner = await desk.person("700700704", "owner");
  const here = { chatId: "-5", isPublic: true };
  await admin.say("alert here TAO above 4000", { ...here, key: "k1" });
  await admin.say("alert here TAO above 4000", { ...here, key: "k1" });
  await owner.say("allow", { ...here, key: "k2" });
  await owner.say("allow", { ...here, key: "k3" });
  await owner.say("portfolio settings lifo");
  const read = await admin.read("audit", here);
  expect(read.match(/model: off → on/g)).toHaveLength(1);
  expect(read).toContain("Ann, alert here: nothing → alert 1 armed");
  expect(read).not.toContain("portfolio");
  expect(await admin.read("audit", { chatId: "-6", isPublic: true })).toContain("Nothing was changed");
  const all = await owner.read("audit");
  expect(all).toContain("portfolio settings");
  expect(all).not.toContain("lifo");
  const member = await desk.person("700700705");
  expect(await member.read("audit", here)).toContain("Only an admin");

  await admin.press(await admin.say("me delete"), "Yes, delete everything");
  expect(await owner.read("audit", here)).toContain("somebody who was deleted, alert here: nothing → alert 1 armed");
});

test("whoever is blocked or listed and deletes themselves stays on the lists, as they were told", async () => {
  const owner = await desk.person("700700703", "owner");
  const admin = await desk.person("700700704", "admin");
  const place = { chatId: "-5", isPublic: true };
  await admin.say("settings set allowed_accounts 700700701", place);
  await owner.say("places block telegram:700700701", { key: "k1" });
  const person = await desk.person("700700701");
  expect(await person.read("me")).toContain("also when you delete everything");
  await person.press(await person.say("me delete"), "Yes, delete everything");
  const { rows } = await sql`SELECT name FROM note WHERE name LIKE 'blocked %'`.execute(desk.database);
  expect(rows).toEqual([{ name: "blocked telegram:700700701" }]);
  expect(await admin.read("settings get allowed_accounts", place)).toContain("700700701");
});

test("conversations are forgotten when somebody asks for that", async () => {
  const person = await desk.person("700700706");
  await desk.desk.ask("what is the price of TAO", person.call(), () => undefined);
  expect(await person.read("me forget")).toMatch(/Forgotten|nothing to forget/);
  expect(await person.read("me forget")).toContain("nothing to forget");
});
