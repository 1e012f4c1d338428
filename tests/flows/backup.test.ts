import { afterEach, expect, test } from "vitest";
import { copyFile, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { backUp, outdated } from "../../src/jobs/back-up.ts";
import { backUpBeforeUpgrade } from "../../src/compose/backups.ts";
import { backupsIn, takeBackup } from "../../src/store/backups.ts";
import { leaseIn, LATEST_SCHEMA, restoreBackup, schemaOf } from "../../src/store/restore.ts";
import { type Database, DatabaseError, openDatabase } from "../../src/store/database.ts";
import { startDesk, temporaryFolder } from "../support/process.ts";
import { join } from "node:path";
import { memoryLog } from "../support/calls.ts";
import { NoteStore } from "../../src/store/note-store.ts";
import { Kysely, Migrator, sql, SqliteDialect } from "kysely";
import { migrations } from "../../src/store/migrations/index.ts";
import Sqlite from "better-sqlite3";

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0, 500);
const DAY = 86_400_000;
const notes = new NoteStore();

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  while (undo.length > 0) await undo.pop()?.();
});

async function folder(): Promise<{ readonly database: string; readonly backups: string }> {
  const made = await temporaryFolder();
  undo.push(() => made.remove());
  const { path } = made;
  return { database: join(path, "desk.sqlite"), backups: join(path, "backups") };
}

async function opened(path: string): Promise<Database> {
  const database = await openDatabase(path);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await database.destroy();
    isOpen = false;
  };
  undo.push(close);
  return Object.assign(database, { close });
}

const noteIn = async (path: string): Promise<string | undefined> => {
  const database = await openDatabase(path);
  try {
    return await notes.get(database, "a note");
  } finally {
    await database.destroy();
  }
};

test("a backup stands alone, is readable by its owner alone, and holds what was written before it", async () => {
  const { database, backups } = await folder();
  const desk = await opened(database);
  await notes.set(desk, "a note", "before", NOW);
  const taken = await takeBackup(database, backups, LATEST_SCHEMA, NOW);
  await notes.set(desk, "a note", "after", NOW);
  expect(taken.path).toBe(join(backups, `westbound-20261123T090000Z-schema-${LATEST_SCHEMA}.sqlite`));
  expect((await stat(taken.path)).mode & 0o777).toBe(0o600);
  expect(await readdir(backups)).toHaveLength(1);
  expect(await backupsIn(backups)).toEqual([taken]);
  expect(await noteIn(taken.path)).toBe("before");
});

test("a backup taken while somebody writes holds whole transactions alone", async () => {
  const { database, backups } = await folder();
  const desk = await opened(database);
  await sql`CREATE TABLE pair (a INTEGER NOT NULL, b INTEGER NOT NULL) STRICT`.execute(desk);
  let isOver = false;
  let written = 0;
  const writing = (async () => {
    while (!isOver) {
      await desk.transaction().execute(async (on) => {
        await sql`INSERT INTO pair SELECT value, 0 FROM json_each('[1,2,3,4,5]')`.execute(on);
        await sql`UPDATE pair SET b = a WHERE b = 0`.execute(on);
      });
      written += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const taken = [];
  for (let times = 0; times < 5; times += 1)
    taken.push(await takeBackup(database, backups, "001", NOW + times * 1_000));
  isOver = true;
  await writing;
  expect(written).toBeGreaterThan(5);
  for (const { path } of taken) {
    const copy = new Sqlite(path, { readonly: true });
    expect(
      copy.prepare("SELECT count(*) % 5 AS rest, count(CASE WHEN a <> b THEN 1 END) AS halves FROM pair").get(),
    ).toEqual({
      rest: 0,
      halves: 0,
    });
    copy.close();
  }
});

test("one is taken each day; those older than a week go, though the last three stay", async () => {
  const { database, backups } = await folder();
  await opened(database);
  const log = memoryLog();
  const step = backUp({ database, folder: backups, schema: LATEST_SCHEMA, log });
  for (let hour = 0; hour < 12 * 24; hour += 6) await step.run(NOW + hour * 3_600_000);
  const kept = await backupsIn(backups);
  expect(kept.map(({ takenAt }) => Math.round((NOW + 11 * DAY - takenAt) / DAY))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(await step.run(NOW + 11 * DAY + 1)).toBe("idle");
  expect(outdated(kept, NOW + 100 * DAY)).toEqual(kept.slice(3));
});

test("a backup of a clock that was ahead puts off no other", async () => {
  const { database, backups } = await folder();
  await opened(database);
  await takeBackup(database, backups, LATEST_SCHEMA, NOW + 300 * DAY);
  const step = backUp({ database, folder: backups, schema: LATEST_SCHEMA, log: memoryLog() });
  expect(await step.run(NOW)).toBeUndefined();
  expect(await backupsIn(backups)).toHaveLength(2);
});

test("a backup that fails leaves nothing behind", async () => {
  const { database, backups } = await folder();
  await writeFile(database, "this is no database");
  await expect(takeBackup(database, backups, "001", NOW)).rejects.toThrow("file is not a database");
  expect(await readdir(backups)).toEqual([]);
});

test("what a killed process left of a backup goes, and what may still be under way stays", async () => {
  const { database, backups } = await folder();
  await opened(database);
  const step = backUp({ database, folder: backups, schema: LATEST_SCHEMA, log: memoryLog() });
  await step.run(NOW);
  const [whole] = await readdir(backups);
  const dead = "westbound-20261123T083000Z-schema-022.sqlite.partial";
  const ahead = "westbound-20270101T000000Z-schema-022.sqlite.partial";
  const underWay = "westbound-20261123T085500Z-schema-022.sqlite.partial";
  for (const name of [dead, `${dead}-journal`, ahead, underWay, "notes.partial"])
    await writeFile(join(backups, name), "a half");
  expect(await step.run(NOW + 1_000)).toBe("idle");
  expect(new Set(await readdir(backups))).toEqual(new Set([whole, underWay, "notes.partial"]));
});

test("a backup is restored, and what it replaces is kept beside it", async () => {
  const { database, backups } = await folder();
  const desk = await opened(database);
  await notes.set(desk, "a note", "before", NOW);
  const { path } = await takeBackup(database, backups, LATEST_SCHEMA, NOW);
  await notes.set(desk, "a note", "after", NOW);
  await desk.destroy();
  undo.pop();
  const former = await restoreBackup(path, database, NOW);
  expect(await noteIn(database)).toBe("before");
  expect(former).toBe(`${database}.before-20261123T090000Z`);
  expect(await noteIn(former ?? "")).toBe("after");
  expect((await stat(database)).mode & 0o777).toBe(0o600);
});

test("a write-ahead log of the database before never meets the restored one", async () => {
  const { database, backups } = await folder();
  const desk = await opened(database);
  await notes.set(desk, "a note", "before", NOW);
  const { path } = await takeBackup(database, backups, LATEST_SCHEMA, NOW);
  await notes.set(desk, "a note", "after", NOW);
  // As a crash leaves it: the log beside the file, nobody at work.
  const crashed = `${database}.crashed`;
  for (const part of ["", "-wal", "-shm"]) await copyFile(`${database}${part}`, `${crashed}${part}`);
  const former = await restoreBackup(path, crashed, NOW);
  expect(await noteIn(crashed)).toBe("before");
  expect(await noteIn(former ?? "")).toBe("after");
});

test("a damaged database gives way to a backup", async () => {
  const { database, backups } = await folder();
  const desk = await opened(database);
  await notes.set(desk, "a note", "before", NOW);
  const { path } = await takeBackup(database, backups, LATEST_SCHEMA, NOW);
  await desk.destroy();
  undo.pop();
  await writeFile(database, "torn");
  await restoreBackup(path, database, NOW);
  expect(await noteIn(database)).toBe("before");
});

test("what is no backup, is damaged or of a newer version changes nothing", async () => {
  const { database, backups } = await folder();
  const desk = await opened(database);
  await notes.set(desk, "a note", "kept", NOW);
  const { path } = await takeBackup(database, backups, LATEST_SCHEMA, NOW);
  await desk.destroy();
  undo.pop();
  const [torn, newer, foreign] = [`${path}.torn`, `${path}.newer`, `${path}.foreign`];
  await copyFile(path, torn);
  await truncate(torn, (await stat(torn)).size - 8_192);
  await copyFile(path, newer);
  const file = new Sqlite(newer);
  file.prepare("INSERT INTO kysely_migration (name, timestamp) VALUES ('999-later', '')").run();
  file.close();
  new Sqlite(foreign).exec("CREATE TABLE other (id INTEGER)").close();
  const before = await readFile(database);
  await expect(restoreBackup(torn, database, NOW)).rejects.toThrow(DatabaseError);
  await expect(restoreBackup(newer, database, NOW)).rejects.toThrow("newer version of Westbound (schema 999)");
  await expect(restoreBackup(foreign, database, NOW)).rejects.toThrow("is no backup of Westbound's");
  await expect(restoreBackup(join(backups, "none"), database, NOW)).rejects.toThrow(DatabaseError);
  expect(await readFile(database)).toEqual(before);
  expect((await readdir(join(database, ".."))).filter((name) => name.includes("restoring"))).toEqual([]);
});

test("before older tables are changed a backup is taken; where that cannot be nothing is changed", async () => {
  const { database, backups } = await folder();
  const desk = await opened(database);
  await notes.set(desk, "a note", "old", NOW);
  await sql`DELETE FROM kysely_migration WHERE name > '011~'`.execute(desk);
  await desk.destroy();
  undo.pop();
  const parts = { database, folder: backups, log: memoryLog() };
  const said = await backUpBeforeUpgrade(parts, NOW);
  expect(said).toContain(`from schema 011 to ${LATEST_SCHEMA}`);
  expect(said).toContain("npm run restore -- ");
  const [taken] = await backupsIn(backups);
  expect(await schemaOf(taken?.path ?? "")).toBe("011");
  await writeFile(`${backups}.file`, "");
  await expect(backUpBeforeUpgrade({ ...parts, folder: `${backups}.file` }, NOW)).rejects.toThrow(
    "Nothing was changed",
  );
});

test("nothing is backed up before a first start, in memory, or where the tables are up to date", async () => {
  const { database, backups } = await folder();
  const parts = { folder: backups, log: memoryLog() };
  expect(await backUpBeforeUpgrade({ ...parts, database }, NOW)).toBeUndefined();
  expect(await backUpBeforeUpgrade({ ...parts, database: ":memory:" }, NOW)).toBeUndefined();
  await opened(database);
  expect(await backUpBeforeUpgrade({ ...parts, database }, NOW)).toBeUndefined();
  expect(leaseIn(database)).toBeUndefined();
});

test(
  "a running desk is not overwritten; once it has stopped the backup takes its place",
  { timeout: 60_000 },
  async () => {
    const { database, backups } = await folder();
    const environment = { DATABASE_PATH: database, MARKET_DATA: "sample" };
    const desk = startDesk(environment);
    undo.push(async () => desk.kill("SIGKILL"));
    await desk.says(/Westbound is open/);
    const { path } = await takeBackup(database, backups, LATEST_SCHEMA, NOW);

    const refused = startDesk(environment, ["restore", path]);
    expect(await refused.ended).toBe(1);
    expect(refused.logged()).toContain("A desk is running");
    desk.kill("SIGTERM");
    expect(await desk.ended).toBe(0);

    const restoring = startDesk(environment, ["restore", path]);
    expect(await restoring.ended).toBe(0);
    expect(restoring.printed()).toContain("What was there before lies at");
    const again = startDesk(environment);
    undo.push(async () => again.kill("SIGKILL"));
    await again.says(/Westbound is open/);
    again.kill("SIGTERM");
    expect(await again.ended).toBe(0);

    const without = startDesk(environment, ["restore"]);
    expect(await without.ended).toBe(1);
    expect(without.logged()).toContain("Which backup?");
  },
);

test("whoever had themselves deleted is not brought back by a backup from before", { timeout: 60_000 }, async () => {
  const { database, backups } = await folder();
  const environment = { DATABASE_PATH: database, BACKUP_DIR: backups, MARKET_DATA: "sample" };
  const watchers = (): readonly unknown[] => {
    const file = new Sqlite(database, { readonly: true });
    try {
      return file.prepare("SELECT asset_id FROM watchlist").pluck().all();
    } finally {
      file.close();
    }
  };
  const desk = startDesk(environment);
  undo.push(async () => desk.kill("SIGKILL"));
  const address = await desk.says(/open at (http:\S+)\//);
  let cookie: string | undefined;
  const say = async (text: string): Promise<string> => {
    const response = await fetch(`${address}/api/turn`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(cookie === undefined ? {} : { cookie }) },
      body: JSON.stringify({ key: crypto.randomUUID(), text }),
    });
    cookie ??= response.headers.getSetCookie().at(-1)?.split(";")[0];
    return await response.text();
  };
  expect(await say("/watchlist add TAO")).toContain("Bittensor");
  expect(watchers()).toEqual(["bittensor"]);
  const { path } = await takeBackup(database, backups, LATEST_SCHEMA, Date.now());
  expect(await say("/me delete sure:yes")).toContain("Deleted");
  expect(watchers()).toEqual([]);
  desk.kill("SIGTERM");
  expect(await desk.ended).toBe(0);

  const restoring = startDesk(environment, ["restore", path]);
  expect(await restoring.ended).toBe(0);
  const again = startDesk(environment);
  undo.push(async () => again.kill("SIGKILL"));
  await again.says(/Westbound is open/);
  expect(watchers()).toEqual([]);
  again.kill("SIGTERM");
  expect(await again.ended).toBe(0);
});

/** A database as a version of schema 012 left it, with something of a person in it. */
async function writtenBy012(path: string): Promise<void> {
  const old = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Sqlite(path) }) });
  const known = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "013"));
  const { error } = await new Migrator({
    db: old,
    provider: { getMigrations: async () => known },
  }).migrateToLatest();
  await old.destroy();
  expect(error).toBeUndefined();
  const file = new Sqlite(path);
  file.pragma("journal_mode = WAL");
  file.exec(`
    INSERT INTO user (id, is_owner, created_at) VALUES ('u1', 1, ${NOW});
    INSERT INTO account (platform, account_id, user_id, name, seen_at) VALUES ('telegram', '71', 'u1', 'Ann', ${NOW});
    INSERT INTO watchlist (user_id, asset_id, position, added_at) VALUES ('u1', 'bittensor', 1, ${NOW}), ('u1', 'near', 2, ${NOW});
    INSERT INTO note (name, value, changed_at) VALUES ('a note', 'of 012', ${NOW});
    INSERT INTO outbox (key, kind, source_id, platform, chat_id, is_public, reply, state, sent_ids, attempts, unknowns,
      due_at, stale_at, retry_at) VALUES ('alert:1:1', 'alert', '1', 'telegram', '71', 0, '{"blocks":[]}', 'waiting', '[]', 0, 0,
      ${NOW}, ${NOW + DAY}, ${NOW})`);
  file.close();
}

const watched = (path: string): readonly unknown[] => {
  const file = new Sqlite(path, { readonly: true });
  try {
    return file.prepare("SELECT asset_id FROM watchlist WHERE user_id = 'u1' ORDER BY asset_id").pluck().all();
  } finally {
    file.close();
  }
};

test(
  "a desk started on the database of an older version backs it up, says the way back, and keeps what is there; the way back works",
  { timeout: 90_000 },
  async () => {
    const { database, backups } = await folder();
    await writtenBy012(database);
    expect(await schemaOf(database)).toBe("012");
    const environment = { DATABASE_PATH: database, MARKET_DATA: "sample" };
    const start = async (): Promise<ReturnType<typeof startDesk>> => {
      const desk = startDesk(environment);
      undo.push(async () => desk.kill("SIGKILL"));
      await desk.says(/Westbound is open/);
      return desk;
    };
    const stop = async (desk: ReturnType<typeof startDesk>): Promise<void> => {
      desk.kill("SIGTERM");
      expect(await desk.ended).toBe(0);
    };

    const desk = await start();
    expect(desk.printed()).toContain(`from schema 012 to ${LATEST_SCHEMA}`);
    const [, path = ""] = /run: npm run restore -- (\S+)/.exec(desk.printed()) ?? [];
    expect(path).toContain("schema-012.sqlite");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await stop(desk);
    expect(await schemaOf(database)).toBe(LATEST_SCHEMA);
    expect(watched(database)).toEqual(["bittensor", "near"]);

    const restoring = startDesk(environment, ["restore", path]);
    expect(await restoring.ended).toBe(0);
    expect(await schemaOf(database)).toBe("012");
    expect(watched(database)).toEqual(["bittensor", "near"]);
    expect(leaseIn(database)).toBeUndefined();

    // And forward again, as after a second thought; what is up to date is not backed up again.
    await stop(await start());
    expect(await schemaOf(database)).toBe(LATEST_SCHEMA);
    const again = await start();
    expect(again.printed()).not.toContain("from schema");
    await stop(again);
    expect((await backupsIn(backups)).filter(({ schema }) => schema === "012")).not.toEqual([]);
  },
);
