import { afterEach, beforeEach, expect, test } from "vitest";
import { AuditStore } from "../../src/store/audit-store.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { SettingStore } from "../../src/store/setting-store.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";
import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { NOON } from "../support/calls.ts";
import { peopleDesk, type PeopleDesk } from "../support/people-desk.ts";
import type { Reply } from "../../src/core/reply.ts";

let desk: PeopleDesk;
beforeEach(async () => {
  desk = await peopleDesk("CODE-CODE-CODE");
});
afterEach(async () => await desk.database.destroy());

const ME = "700700701";

const filesOf = (reply: Reply): ReadonlyMap<string, string> =>
  new Map(reply.blocks.flatMap((block) => (block.kind === "file" ? [[block.name, String(block.text)]] : [])));

/** Tables that hold nothing that is of one person. */
const OF_NOBODY = [
  // Of coins, projects and news.
  "alert_asset",
  "alert_quote",
  "answer",
  "asset",
  "daily_close",
  "day_rate",
  "edition",
  "index_day",
  "quote",
  "news_item",
  "news_item_project",
  "news_text",
  "repository_day",
  // Counted without saying of whom; in direct chats for all of them together.
  "command_use",
  "model_spend",
  "model_told",
  "provider_use",
  // Of the desk itself.
  "kysely_migration",
  "kysely_migration_lock",
  "lease",
  "sqlite_sequence",
  // An account's number that the owner has blocked is the owner's note; `/me` says that it is kept.
  "note",
];

/** What is theirs and not in the file, and why. */
const KEPT_BACK: Readonly<Record<string, string>> = {
  "alert_webhook.secret": "whoever has it can sign posts; told once, when it was made",
  "alert_webhook.url": "whoever reads it can post there; its host is told",
  "audit.who": "the pseudonym, which has its own row",
  import_row: "the rows of a file that they sent within the hour, and have",
  "incoming_request.payload": "as the platform sent it, with what answers there; empty once it is answered",
  "link_code.code_hash": "no code comes back from it",
  "link_request.giver_id": "somebody else's",
  "link_request.id": "by which somebody could answer it",
  "link_request.taker_id": "somebody else's",
  portfolio_entry: "in the portfolio's own files",
  user: "there is one row already",
};

interface Column {
  readonly name: string;
  readonly type: string;
}

async function tablesOf(): Promise<ReadonlyMap<string, readonly Column[]>> {
  const { rows } = await sql<{ table: string } & Column>`
    SELECT t.name AS "table", c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'news_text_%'`.execute(desk.database);
  const tables = new Map<string, Column[]>();
  for (const { table, ...column } of rows) tables.set(table, [...(tables.get(table) ?? []), column]);
  return tables;
}

test("an export holds every column of every table that holds something of a person, but for a few with a reason", async () => {
  const person = await desk.person(ME);
  const { userId } = person.call().caller;
  const bought = { kind: "buy", quantity: "2.5", coin: "TAO", price: "310", currency: "USD", date: "2026-02-01" };
  await desk.desk.run("portfolio add", { ...bought, note: "bought in the rain" }, person.call({ key: "k" }));

  /** What has to be so for a row to be theirs, or to be read at all. */
  const given: Readonly<Record<string, unknown>> = {
    "audit.who": "filled pseudonym name",
    "alert_webhook.alert_number": 801,
    "alert_webhook.url": "https://hooks.example.org/services/unguessable",
    "alert.number": 801,
    "alert.condition": JSON.stringify({
      kind: "news",
      projectId: "bittensor",
      mark: "filled alert condition",
    }),
    "evidence.id": 802,
    "score_change.evidence_id": 802,
    "import.id": "filled import id",
    "import_row.import_id": "filled import id",
    "subscription.number": 803,
    "subscription.settings": JSON.stringify({
      times: ["09:00"],
      days: [1],
      zone: "UTC",
      layers: [],
      sections: [],
      keywordsIn: [],
      keywordsOut: [],
      mark: "filled subscription settings",
    }),
    "subscription_run.subscription_number": 803,
  };
  const theirs = /^(?:user_id|owner_id|made_by|giver_id|taker_id|added_by|by_user)$/;
  const json = /^(?:body|facts|input|look|manner|message_ids|removed|reply|sent_ids|texts)$/;
  let next = 70_000_000;
  const fill = (table: string, { name, type }: Column): unknown => {
    const mark = `filled ${table} ${name}`;
    if (`${table}.${name}` in given) return given[`${table}.${name}`];
    if (theirs.test(name)) return userId;
    if (name === "platform") return "telegram";
    if (name === "chat_id") return ME;
    if (name === "is_public") return 0;
    if (/INT|REAL/i.test(type)) return (next += 1);
    return json.test(name) ? JSON.stringify(mark) : mark;
  };

  const tables = await tablesOf();
  const filled: { readonly table: string; readonly name: string; readonly value: unknown }[] = [];
  await sql`PRAGMA foreign_keys = OFF`.execute(desk.database);
  await sql`PRAGMA ignore_check_constraints = ON`.execute(desk.database);
  for (const [table, columns] of tables) {
    if (OF_NOBODY.includes(table) || table === "user" || table === "portfolio_entry") continue;
    const values = columns.map((column) => ({ table, name: column.name, value: fill(table, column) }));
    await sql`INSERT OR REPLACE INTO ${sql.table(table)} (${sql.join(columns.map(({ name }) => sql.ref(name)))})
      VALUES (${sql.join(values.map(({ value }) => value))})`.execute(desk.database);
    filled.push(...values);
  }
  const files = filesOf(await person.say("me export"));
  const all = [...files.values()].join("\n");
  const missing = filled
    .filter(({ table, name }) => !(table in KEPT_BACK) && !(`${table}.${name}` in KEPT_BACK))
    .filter(({ value }) => {
      const mark = /filled [\w ]+/.exec(String(value))?.[0] ?? String(value);
      return !all.includes(mark);
    });
  expect(missing.map(({ table, name }) => `${table}.${name}`)).toEqual([]);
  expect(all).toContain(userId);
  expect(all).toContain("bought in the rain");
  expect(all).toContain("https://hooks.example.org/…");

  // An exception that is none any more must not stay on the list.
  for (const each of Object.keys(KEPT_BACK)) {
    const [table = "", name] = each.split(".");
    expect(tables.get(table)?.some((column) => name === undefined || column.name === name)).toBe(true);
  }
  for (const secret of ["unguessable", "filled alert_webhook secret", "filled link_code", "filled link_request id"])
    expect(all).not.toContain(secret);
  expect(all).not.toContain("filled incoming_request payload");
  expect(desk.faults).toEqual([]);
});

test("what a webhook's address and secret leave elsewhere is not handed over either", async () => {
  const person = await desk.person(ME);
  const { userId } = person.call().caller;
  const url = "https://hooks.example.org/services/unguessable";
  const alert = { kind: "price", coin: "TAO", is: "above", value: "1", target: url };
  await desk.desk.keep({ label: "Again", command: "alert add", input: alert }, userId);
  await desk.database
    .insertInto("done_key")
    .values({
      user_id: userId,
      key: "k",
      command: "alert add",
      facts: JSON.stringify({ state: "saved", webhook: { secret: "s3cret-of-the-posts" } }),
      done_at: NOON,
    })
    .execute();
  const all = [...filesOf(await person.say("me export")).values()].join("\n");
  expect(all).toContain("hooks.example.org");
  expect(all).not.toContain("unguessable");
  expect(all).not.toContain("s3cret-of-the-posts");
});

test("own changes, what was written to the owner and what is set for the direct chat are in it, and nobody else's", async () => {
  const owner = await desk.person("700700703", "owner");
  await owner.say("allow", { chatId: "-5", isPublic: true, key: "k1" });
  const person = await desk.person(ME, "admin");
  await person.say("alert here TAO above 4000", { chatId: "-6", isPublic: true, key: "k2" });
  const chat = person.call().place;
  await new SettingStore().set(desk.database, chat, "locale", "de", NOON);
  for (const [each, words] of [
    [owner, "the owner grumbles"],
    [person, "the button is too small"],
  ] as const)
    await new OutboxStore().enqueue(desk.database, {
      kind: "notice",
      sourceId: `feedback ${await new AuditStore().nameOf(desk.database, each.call().caller.userId)}`,
      occurrence: "1",
      place: owner.call().place,
      reply: { title: words, blocks: [] },
      dueAt: NOON,
      staleAt: NOON + 1,
    });

  const [json = ""] = filesOf(await person.say("me export")).values();
  const all = JSON.parse(json) as Record<string, readonly Record<string, unknown>[]>;
  expect(all["audit"]).toEqual([expect.objectContaining({ what: "alert here", chat_id: "-6" })]);
  expect(all["setting"]).toEqual([expect.objectContaining({ name: "locale", chat_id: ME })]);
  expect(all["place"]).toEqual([expect.objectContaining({ chat_id: ME })]);
  expect(all["feedback_written"]).toEqual([
    expect.objectContaining({ reply: { title: "the button is too small", blocks: [] } }),
  ]);
  expect(json).not.toContain("700700703");
  expect(json).not.toContain("model_allowed");
  // Whom it was written to gets it as a message, not as what is kept about them.
  const [owners = ""] = filesOf(await owner.say("me export")).values();
  expect(owners).toContain("the owner grumbles");
  expect(owners).not.toContain("the button is too small");
});

test("lists come as sheets in which nothing runs", async () => {
  const person = await desk.person(ME);
  await person.say("watchlist add TAO");
  await person.say('note add =HYPERLINK("http://evil")');
  await desk.desk.run(
    "alert add",
    { kind: "price", coin: "TAO", is: "above", value: "4000", note: "@SUM(1)" },
    person.call({ key: "k1" }),
  );
  const words = { layers: [], sections: [], keywordsIn: ["=1+1"], keywordsOut: [], locale: "en" };
  await new SubscriptionStore().put(
    desk.database,
    { kind: "owner", userId: person.call().caller.userId },
    person.call().place,
    { times: ["09:00"], days: [1, 2, 3, 4, 5, 6, 7], zone: "Europe/Berlin", ...words },
    { nextAt: NOON, now: NOON },
  );
  const files = filesOf(await person.say("me export"));
  const sheet = (name: string) =>
    parse(files.get(`${name}-2026-03-01.csv`) ?? "", { columns: true }) as readonly Record<string, string>[];
  expect(sheet("watchlist")).toEqual([{ Id: "bittensor", Symbol: "TAO", Name: "Bittensor" }]);
  expect(sheet("notes")).toEqual([{ Number: "1", Note: '\'=HYPERLINK("http://evil")' }]);
  expect(sheet("alerts")).toEqual([
    expect.objectContaining({
      Number: "1",
      "Tells when": "Bittensor (TAO) is above $4,000.00",
      State: "armed",
      Repeats: "once",
      Note: "'@SUM(1)",
    }),
  ]);
  expect(sheet("digests")).toEqual([
    expect.objectContaining({
      Comes: "each day at 09:00, Berlin time",
      With: "'=1+1",
      Next: "2026-03-01T12:00:00.000Z",
    }),
  ]);
});

test("what is too much for one file comes in several, each of which can be read", async () => {
  const person = await desk.person(ME);
  const { userId } = person.call().caller;
  const said = "x".repeat(1_000_000);
  for (let number = 1; number <= 9; number++)
    await desk.database
      .insertInto("exchange")
      .values({
        user_id: userId,
        platform: "telegram",
        chat_id: ME,
        topic_id: "",
        question: `question ${number}`,
        answer: said,
        said_at: NOON,
      })
      .execute();
  const files = filesOf(await person.say("me export"));
  expect([...files.keys()]).toEqual(["me-2026-03-01-1-of-2.json", "me-2026-03-01-2-of-2.json"]);
  const read = [...files.values()].map((text) => JSON.parse(text) as { readonly exchange: readonly unknown[] });
  expect(read.flatMap(({ exchange }) => exchange)).toHaveLength(9);
  for (const text of files.values()) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8 * 1024 * 1024 + 1_000);
});
