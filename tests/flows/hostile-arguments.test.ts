import { afterAll, beforeAll, expect, test } from "vitest";
import type { AnyCommand } from "../../src/core/command.ts";
import { fieldsOf } from "../../src/core/fields.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { sql } from "kysely";
import { TABLES_OF_A_PERSON } from "../../src/store/person-store.ts";
import { type PeopleDesk, peopleDesk } from "../support/people-desk.ts";

/** Whatever a model, or whoever types, puts into the fields of whatever command: nobody else's data comes out or changes. */

type Person = Awaited<ReturnType<PeopleDesk["person"]>>;

const ADDRESS = "0x52908400098527886E0F7030069857D2E4169EE7";
/** What only its owner may ever read; no field below is given it. */
const CANARIES = [
  "nutmegvault",
  "rhubarbsubmarine",
  "periwinkle umbrella",
  "pistachio zeppelin",
  "4242.4242",
  "4,242.42",
];

let desk: PeopleDesk;
let ann: Person;
let eve: Person;
let probes: readonly (string | number)[];

beforeAll(async () => {
  desk = await peopleDesk("CODE-CODE-CODE");
  [ann, eve] = [await desk.person("700700701"), await desk.person("700700702")];
  const bought = { kind: "buy", quantity: "4242.4242", coin: "TAO", price: "310", currency: "USD", date: "2026-02-01" };
  await desk.desk.run("portfolio add", { ...bought, note: "rhubarbsubmarine" }, ann.call({ key: "1" }));
  await ann.say(`wallet add ${ADDRESS} nutmegvault`);
  await ann.say("note add periwinkle umbrella");
  await desk.desk.run(
    "alert add",
    { kind: "price", coin: "TAO", is: "above", value: "4000", note: "pistachio zeppelin" },
    ann.call({ key: "2" }),
  );
  await ann.say("watchlist add FET");
  await ann.say("trace on");
  await desk.desk.ask("please tell me in a word how my periwinkle umbrella is doing?", ann.call(), () => undefined);
  const { number } = await desk.database.selectFrom("alert").select("number").executeTakeFirstOrThrow();
  const { userId, accountId } = ann.call().caller;
  probes = [userId, accountId, `telegram:${accountId}`, `@${accountId}`, ADDRESS, number, 1, "1"];
}, 30_000);
afterAll(async () => await desk.database.destroy());

/** Every row of hers, as it is kept. */
async function hers(): Promise<string> {
  const rows = Object.entries(TABLES_OF_A_PERSON).map(
    async ([table, column]) =>
      (
        await sql`SELECT * FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${ann.call().caller.userId}`.execute(
          desk.database,
        )
      ).rows,
  );
  return JSON.stringify(await Promise.all(rows));
}

/** The fields of its first example, one of them replaced, and fields that it has not. */
function* inputsOf(command: AnyCommand): Generator<Readonly<Record<string, unknown>>> {
  const base = parseArguments(command, (command.examples[0] ?? "").slice(command.name.length).trim());
  const { userId, accountId } = ann.call().caller;
  const fields = fieldsOf(command).filter(({ kind }) => kind !== "file");
  for (const probe of probes) {
    yield {
      ...base,
      user: probe,
      userId: probe,
      account: probe,
      owner: probe,
      caller: { userId, accountId, role: "owner" },
    };
    for (const { name, kind } of fields) {
      const value = kind === "list" ? [String(probe)] : probe;
      yield { ...base, [name]: value };
      yield { [name]: value };
    }
  }
}

test("no field of any command reaches what is somebody else's", { timeout: 120_000 }, async () => {
  const before = await hers();
  for (const canary of CANARIES.filter((each) => !each.includes(","))) expect(before).toContain(canary);
  const told: string[] = [];
  let tried = 0;
  // Whoever deletes themselves is nobody any more: last.
  const all = [...desk.desk.commands.values()].toSorted(
    (one, other) => Number(one.name === "me delete") - Number(other.name === "me delete"),
  );
  for (const command of all)
    for (const input of inputsOf(command))
      for (const surface of ["chat", "agent"] as const) {
        tried += 1;
        const reply = JSON.stringify(await desk.desk.run(command.name, input, eve.call({ surface })));
        const found = CANARIES.filter((canary) => reply.includes(canary));
        if (found.length > 0) told.push(`/${command.name} ${JSON.stringify(input)}: ${found.join(", ")}`);
      }
  expect(told).toEqual([]);
  expect(tried).toBeGreaterThan(1_000);
  expect(await hers()).toBe(before);
  // The same words are theirs for whoever they belong to: the test would find them.
  expect(JSON.stringify(await ann.say("note list"))).toContain("periwinkle umbrella");
  expect(JSON.stringify(await ann.say("portfolio activities"))).toMatch(/4,?242\.42/);
});
