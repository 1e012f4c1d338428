import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DatabaseError, explained, openDatabase } from "../../src/store/database.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "westbound-"));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

const refusal = async (path: string): Promise<string> => {
  const error: unknown = await openDatabase(path, 50).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseError);
  const { message } = error as DatabaseError;
  expect(message).not.toContain("\n");
  expect(message).toContain(path);
  return message;
};

test("the file and its folder are made, and opening it again finds what was written", async () => {
  const path = join(folder, "deep", "er", "desk.sqlite");
  const first = await openDatabase(path);
  await first.insertInto("note").values({ name: "a", value: "b", changed_at: 1 }).execute();
  await first.destroy();
  const second = await openDatabase(path);
  expect(await second.selectFrom("note").selectAll().execute()).toEqual([{ name: "a", value: "b", changed_at: 1 }]);
  await second.destroy();
});

test("writes are journaled ahead, rows are tied to their users, and a lock is waited for", async () => {
  const path = join(folder, "desk.sqlite");
  const database = await openDatabase(path);
  const bare = new Sqlite(path);
  expect(bare.pragma("journal_mode", { simple: true })).toBe("wal");
  const orphan = { user_id: "nobody", word: "ai", asset_id: "x", chosen_at: 1 };
  await expect(database.insertInto("asset_choice").values(orphan).execute()).rejects.toThrow(/FOREIGN KEY/);
  bare.close();
  await database.destroy();
});

test("a file of a newer version is refused, and left as it was", async () => {
  const path = join(folder, "desk.sqlite");
  const database = await openDatabase(path);
  await database.destroy();
  const bare = new Sqlite(path);
  bare.prepare("INSERT INTO kysely_migration (name, timestamp) VALUES ('999-future', '2030-01-01')").run();
  bare.close();
  expect(await refusal(path)).toContain("newer version of Westbound");
});

test("a damaged file is refused", async () => {
  const path = join(folder, "desk.sqlite");
  await writeFile(path, "this was never a database, whatever it may look like from outside".repeat(100));
  expect(await refusal(path)).toContain("is not a database");
});

test("a file that another program holds is refused", async () => {
  const path = join(folder, "desk.sqlite");
  const holder = new Sqlite(path);
  holder.pragma("journal_mode = DELETE");
  holder.exec("CREATE TABLE t (a); BEGIN EXCLUSIVE");
  expect(await refusal(path)).toContain("is locked by another program");
  holder.close();
});

test("a folder in the place of the file is refused", async () => {
  const path = join(folder, "desk.sqlite");
  await mkdir(path);
  expect(await refusal(path)).toContain("cannot be opened");
});

test.each([
  ["SQLITE_FULL", "the disk is full"],
  ["SQLITE_IOERR_WRITE", "the disk reports an error"],
  ["SQLITE_READONLY_DIRECTORY", "cannot be written"],
  ["EROFS", "read-only"],
  ["ERR_DLOPEN_FAILED", "npm rebuild better-sqlite3"],
])("%s is one line with the way out", (code, words) => {
  expect(explained(Object.assign(new Error("raw"), { code }), "desk.sqlite").message).toContain(words);
});

test("a migration that fails half-way leaves nothing behind", async () => {
  const path = join(folder, "desk.sqlite");
  const bare = new Sqlite(path);
  bare.exec("CREATE TABLE quote (mine TEXT)");
  bare.close();
  await refusal(path);
  const after = new Sqlite(path);
  const tables = after.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  expect(tables).not.toContain("user");
  expect(tables).toContain("quote");
  after.close();
});

test("what is written to a full disk fails as that, and the next transaction works once there is room", async () => {
  const database = await openDatabase(join(folder, "desk.sqlite"));
  await sql`CREATE TABLE filler (text TEXT)`.execute(database);
  const fill = () =>
    database.transaction().execute(async (on) => {
      for (let row = 0; row < 200; row += 1)
        await sql`INSERT INTO filler (text) VALUES (hex(randomblob(500)))`.execute(on);
    });
  await sql`PRAGMA max_page_count = 1`.execute(database);
  await expect(fill()).rejects.toMatchObject({ code: "SQLITE_FULL" });
  await sql`PRAGMA max_page_count = 1000000`.execute(database);
  await fill();
  await database.destroy();
});
