import Sqlite from "better-sqlite3";
import { bench, describe } from "vitest";
import { ButtonStore } from "../../src/store/button-store.ts";
import { openDatabase } from "../../src/store/database.ts";
import { InboxStore } from "../../src/store/inbox-store.ts";
import { UserSettingStore } from "../../src/store/user-setting-store.ts";
import { UserStore } from "../../src/store/user-store.ts";
import { temporaryFolder } from "../support/process.ts";

/**
 * What each message asks and writes, beside the same statements prepared once and run by better-sqlite3 itself, on files of the same
 * tables with the same promises. `npm run bench -- store`
 */
const folder = await temporaryFolder();
const database = await openDatabase(`${folder.path}/desk.sqlite`);
const other = `${folder.path}/raw.sqlite`;
await (await openDatabase(other)).destroy();
const raw = new Sqlite(other);
raw.pragma("synchronous = NORMAL");
raw.pragma("foreign_keys = ON");
raw.pragma("secure_delete = ON");

const users = new UserStore();
const { userId } = await users.identify(database, "telegram", "1", "Ann", 1);
raw.exec(`INSERT INTO user (id, is_owner, created_at) VALUES ('${userId}', 0, 1);
  INSERT INTO account (platform, account_id, user_id, name, seen_at) VALUES ('telegram', '1', '${userId}', 'Ann', 1)`);
const LONG = { time: 1_500, warmupTime: 300 };

describe("an account", () => {
  const find = raw.prepare(
    `SELECT user.id, user.is_owner, account.seen_at FROM account INNER JOIN user ON user.id = account.user_id
     WHERE account.platform = ? AND account.account_id = ?`,
  );
  bench("floor: better-sqlite3", () => void find.get("telegram", "1"), LONG);
  bench("is looked up", async () => void (await users.identify(database, "telegram", "1", "Ann", 1)), LONG);
});

describe("somebody's settings", () => {
  const find = raw.prepare("SELECT name, value FROM user_setting WHERE user_id = ?");
  const settings = new UserSettingStore();
  bench("floor: better-sqlite3", () => void find.all(userId), LONG);
  bench("are read", async () => void (await settings.of(database, userId)), LONG);
});

describe("what was asked", () => {
  const inbox = new InboxStore();
  const insert = raw.prepare(
    `INSERT INTO incoming_request (platform, key, chat_id, topic_id, is_public, payload, asked_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const close = raw.prepare("UPDATE incoming_request SET closed_at = ?, payload = '' WHERE platform = ? AND key = ?");
  const payload = JSON.stringify({ what: { kind: "command", name: "glossary", line: "FDV" }, from: "somebody" });
  let [count, rawCount] = [0, 0];
  bench(
    "floor: better-sqlite3",
    () => {
      const key = String((rawCount += 1));
      insert.run("telegram", key, "1", null, 0, payload, rawCount);
      close.run(rawCount, "telegram", key);
    },
    LONG,
  );
  bench(
    "is written down and closed",
    async () => {
      const key = String((count += 1));
      const place = { platform: "telegram", chatId: "1", isPublic: false } as const;
      await inbox.accept(database, { platform: "telegram", key, place, payload, askedAt: count });
      await inbox.close(database, "telegram", key, count);
    },
    LONG,
  );
});

describe("three buttons of one message", () => {
  const store = new ButtonStore();
  const buttons = ["a", "b", "c"].map((label) => ({ label, command: "price", input: { assets: [label] } }));
  const insert = raw.prepare(
    `INSERT INTO button (id, command, input, answer, owner_id, created_at, expires_at) VALUES (?, ?, ?, 'edit', ?, ?, ?)`,
  );
  let count = 0;
  const all = raw.transaction((at: number) => {
    for (const { command, input } of buttons)
      insert.run(Math.random().toString(36).slice(2).padEnd(22, "0"), command, JSON.stringify(input), userId, at, at);
  });
  bench("floor: better-sqlite3", () => all((count += 1)), LONG);
  bench("are kept", async () => void (await store.keepAll(database, buttons, userId, count, (count += 1))), LONG);
});
