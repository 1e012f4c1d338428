import Sqlite from "better-sqlite3";
import fc from "fast-check";
import { Kysely, sql, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { GroupCommitDriver } from "./group-commit.ts";

interface Tables {
  readonly word: { readonly id: number; readonly text: string };
}

const folders: string[] = [];
const opened: Kysely<Tables>[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.destroy();
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
});

async function openWords() {
  const folder = mkdtempSync(join(tmpdir(), "westbound-group-"));
  folders.push(folder);
  const path = join(folder, "words.sqlite");
  const file = new Sqlite(path, { timeout: 20 });
  file.pragma("journal_mode = WAL");
  file.exec("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  const said: string[] = [];
  const database = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (of) => new SqliteIntrospector(of),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createDriver: () =>
        new GroupCommitDriver({
          prepare: (words) => (said.push(words.split(" ", 2).join(" ")), file.prepare(words)),
          close: () => file.close(),
        }),
    },
  });
  opened.push(database);
  const add = async (id: number, text = "word"): Promise<void> => {
    await database.insertInto("word").values({ id, text }).execute();
  };
  const ids = async (): Promise<readonly number[]> =>
    (await database.selectFrom("word").select("id").orderBy("id").execute()).map(({ id }) => id);
  const commits = (): number => said.filter((words) => words === "commit").length;
  return { path, file, database, add, ids, said, commits };
}

test("what is written in one turn is committed together", async () => {
  const { add, ids, commits } = await openWords();
  await Promise.all([add(1), add(2), add(3)]);
  expect(commits()).toBe(1);
  expect(await ids()).toEqual([1, 2, 3]);
});

test("what somebody else can read is what writers were told of", async () => {
  const { path, add } = await openWords();
  const other = new Sqlite(path, { readonly: true });
  const seen = other.prepare("SELECT count(*) FROM word").pluck();
  const [first] = [add(1), add(2)];
  expect(seen.get()).toBe(0);
  await first;
  expect(seen.get()).toBe(2);
  other.close();
});

test("a row that may not be is refused alone", async () => {
  const { add, ids } = await openWords();
  const outcomes = await Promise.allSettled([add(1), add(1), add(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await ids()).toEqual([1, 2]);
});

test("what does not fit on the disk fails alone, and says so", async () => {
  const { file, add, ids } = await openWords();
  file.pragma(`max_page_count = ${Number(file.pragma("page_count", { simple: true })) + 2}`);
  const [small, large, other] = await Promise.allSettled([add(1), add(2, "long ".repeat(20_000)), add(3)]);
  expect([small?.status, other?.status]).toEqual(["fulfilled", "fulfilled"]);
  expect(large).toMatchObject({ status: "rejected", reason: { code: "SQLITE_FULL" } });
  expect(await ids()).toEqual([1, 3]);
});

test("a lock of another program is waited for once for all, who are told together; then it goes on", async () => {
  const { path, add, ids } = await openWords();
  const other = new Sqlite(path);
  other.exec("BEGIN IMMEDIATE");
  const outcomes = await Promise.allSettled([add(1), add(2), add(3)]);
  expect(outcomes.map((each) => each.status === "rejected" && (each.reason as { code: string }).code)).toEqual(
    Array<string>(3).fill("SQLITE_BUSY"),
  );
  other.exec("COMMIT");
  other.close();
  await Promise.all([add(4), add(5)]);
  expect(await ids()).toEqual([4, 5]);
});

test("a transaction comes after what was gathered before it, and takes nothing of others with it when it is undone", async () => {
  const { database, add, ids } = await openWords();
  const before = add(1);
  const undone = database.transaction().execute(async (on) => {
    expect(await on.selectFrom("word").select("id").execute()).toEqual([{ id: 1 }]);
    await on.insertInto("word").values({ id: 2, text: "undone" }).execute();
    const meanwhile = add(3);
    await new Promise((resolve) => setTimeout(resolve, 5));
    void meanwhile;
    throw new Error("undo it");
  });
  await expect(undone).rejects.toThrow("undo it");
  await before;
  await add(4);
  expect(await ids()).toEqual([1, 3, 4]);
});

test("what is no row, such as a setting of the file, is carried out by itself", async () => {
  const { database, add, said } = await openWords();
  await Promise.all([add(1), sql`VACUUM`.execute(database), sql`PRAGMA busy_timeout = 10`.execute(database), add(2)]);
  expect(said).toContain("VACUUM");
});

test("what was gathered is written before the file is closed", async () => {
  const { path, database, add } = await openWords();
  const writes = [add(1), add(2)];
  // They are with the driver, and the turn goes on.
  for (let tick = 0; tick < 50; tick += 1) await Promise.resolve();
  await database.destroy();
  await Promise.all(writes);
  const again = new Sqlite(path, { readonly: true });
  expect(again.prepare("SELECT count(*) FROM word").pluck().get()).toBe(2);
  again.close();
});

test("however writes, transactions and pauses are mixed, what succeeded is there and nothing else", async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("write"), id: fc.nat(12) }),
    fc.record({ kind: fc.constant("kept"), id: fc.nat(12) }),
    fc.record({ kind: fc.constant("undone"), id: fc.nat(12) }),
    fc.record({ kind: fc.constant("pause"), id: fc.nat(2) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { database, add, ids } = await openWords();
      const work: Promise<number | undefined>[] = [];
      const within = (id: number, isUndone: boolean): Promise<number | undefined> =>
        database.transaction().execute(async (on) => {
          await on.insertInto("word").values({ id, text: "within" }).execute();
          if (isUndone) throw new Error("undone");
          return id;
        });
      for (const { kind, id } of steps) {
        if (kind === "pause") await new Promise((resolve) => setImmediate(resolve));
        else if (kind === "write") work.push(add(id).then(() => id));
        else work.push(within(id, kind === "undone"));
        // Told of below.
        work.at(-1)?.catch(() => undefined);
      }
      const succeeded = (await Promise.allSettled(work)).flatMap((each) =>
        each.status === "fulfilled" && each.value !== undefined ? [each.value] : [],
      );
      expect(await ids()).toEqual(succeeded.toSorted((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});
