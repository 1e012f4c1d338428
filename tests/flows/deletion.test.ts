import { afterAll, beforeAll, expect, test } from "vitest";
import { type DeskProcess, startDesk, temporaryFolder } from "../support/process.ts";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Person } from "../stand-ins/telegram-world.ts";
import Sqlite from "better-sqlite3";
import { TelegramStandIn, TOKEN } from "../stand-ins/telegram.ts";

/** The desk as a process of its own, its database a file: what is deleted has to be gone from its bytes as well. */
let telegram: TelegramStandIn;
let desk: DeskProcess;
let folder: string;
let ben: Person;
const closing: (() => Promise<unknown>)[] = [];

const WORDS = {
  name: "Benvolindo",
  entry: "rhubarbsubmarine",
  label: "nutmegvault",
  address: "0x52908400098527886E0F7030069857D2E4169EE7",
  alert: "pistachio zeppelin",
  feedback: "saffron trombone",
  remembered: "periwinkle umbrella",
} as const;

beforeAll(async () => {
  telegram = await TelegramStandIn.start();
  const made = await temporaryFolder();
  folder = made.path;
  const owner = telegram.person("Annabelindra");
  ben = telegram.person(WORDS.name);
  desk = startDesk({
    DATABASE_PATH: join(folder, "desk.sqlite"),
    BACKUP_DIR: join(folder, "kept"),
    LOG_LEVEL: "debug",
    MARKET_DATA: "sample",
    WEB: "on",
    OWNER_IDS: `telegram:${owner.id}`,
    ACCESS: "open",
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.root,
  });
  closing.push(
    () => made.remove(),
    () => telegram.close(),
    async () => {
      desk.kill("SIGKILL");
      await desk.ended;
    },
  );
  await desk.says(/open at (http:\S+)\//);
}, 60_000);

afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

async function says(words: string, answer: string): Promise<void> {
  telegram.say(ben, ben, words);
  await telegram.shown(answer, ben);
}

/** Where an account stands in any table, as a whole value or in one. */
function rowsWith(account: string): readonly string[] {
  const file = new Sqlite(join(folder, "desk.sqlite"), { readonly: true });
  try {
    const tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
    const whole = new RegExp(`"[^"]*(?<![\\w.-])${account}(?![\\w.-])[^"]*"|:${account}[,}]`);
    return tables.filter((table) =>
      file
        .prepare(`SELECT * FROM "${table}"`)
        .all()
        .some((row) => whole.test(JSON.stringify(row))),
    );
  } finally {
    file.close();
  }
}

/** Which of the words stand in the bytes of which file but those of backups, free pages and logs of SQLite included. */
async function filesWithWords(): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith("desk.sqlite"));
  const found = names.map(async (name) => {
    const bytes = (await readFile(join(folder, name))).toString("latin1").toLowerCase();
    return Object.entries(WORDS).flatMap(([what, word]) =>
      bytes.includes(word.toLowerCase()) ? [`${name}: ${what}`] : [],
    );
  });
  return (await Promise.all(found)).flat();
}

test(
  "whoever had themselves deleted on Telegram is in no row, in no byte of the database, and in no line of the log",
  { timeout: 60_000 },
  async () => {
    await says(`/portfolio add buy 7.7712 TAO at 311.529 usd on 2025-12-01 note:${WORDS.entry}`, "Bought");
    await says(`/wallet add ${WORDS.address} ${WORDS.label}`, "Following");
    await says(`/alert add tao above 4000 note ${WORDS.alert}`, "I tell you when");
    await says(`/feedback ${WORDS.feedback}`, "Thank you");
    await says(`/note add ${WORDS.remembered}`, "Noted as");
    expect(rowsWith(String(ben.id))).toContain("account");
    // What was removed before is to be gone, too.
    await says(`/wallet remove ${WORDS.address}`, "No longer following");
    await says("/me delete sure:yes", "Nothing is kept about you");
    // All that follows an answer is over when the desk has stopped.
    desk.kill("SIGTERM");
    expect(await desk.ended).toBe(0);

    expect(rowsWith(String(ben.id))).toEqual([]);
    expect(await filesWithWords()).toEqual([]);
    const log = desk.logged().toLowerCase();
    expect(Object.entries(WORDS).filter(([, word]) => log.includes(word.toLowerCase()))).toEqual([]);
  },
);
