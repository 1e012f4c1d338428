import { afterEach, expect, test } from "vitest";
import { type DeskProcess, startDesk, temporaryFolder } from "../support/process.ts";
import { join } from "node:path";
import type { Person } from "../stand-ins/telegram.ts";
import Sqlite from "better-sqlite3";
import { TelegramStandIn, TOKEN } from "../stand-ins/telegram.ts";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  while (undo.length > 0) await undo.pop()?.();
});

/** So many people write at once, each as soon as the last one was answered. */
const WRITERS = 6;
/** Acknowledged before the backup begins, and after it is done. */
const ENOUGH = 40;

/** Somebody who adds entries to their portfolio, one after the other; each quantity is given once. */
interface Writer {
  readonly acknowledged: readonly string[];
  /** Resolves when nothing is answered any more. */
  readonly over: Promise<void>;
}

function writer(telegram: TelegramStandIn, person: Person, series: number, isOver: () => boolean): Writer {
  const acknowledged: string[] = [];
  const write = async (): Promise<void> => {
    for (let number = 1; !isOver(); number += 1) {
      const quantity = `${series}.${String(number).padStart(4, "0")}1`;
      telegram.say(person, person, `/portfolio add buy ${quantity} TAO at 300 usd on 2026-01-05`);
      const answer = await telegram
        .until(() => telegram.ours(person).find(({ text }) => text.includes(quantity)), 3_000)
        .catch(() => undefined);
      if (answer) acknowledged.push(quantity);
    }
  };
  return { acknowledged, over: write() };
}

test(
  "a backup that is taken while people write is restored whole, with every write that was answered before it began",
  { timeout: 120_000 },
  async () => {
    const folder = await temporaryFolder();
    undo.push(() => folder.remove());
    const telegram = await TelegramStandIn.start();
    undo.push(() => telegram.close());
    const owner = telegram.person("Olive");
    const database = join(folder.path, "desk.sqlite");
    const environment = {
      DATABASE_PATH: database,
      BACKUP_DIR: join(folder.path, "backups"),
      MARKET_DATA: "sample",
      WEB: "off",
      ACCESS: "open",
      OWNER_IDS: `telegram:${owner.id}`,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: telegram.root,
    };
    const start = async (): Promise<DeskProcess> => {
      const desk = startDesk(environment);
      undo.push(async () => {
        desk.kill("SIGKILL");
        await desk.ended;
      });
      await desk.says(/Chat: /);
      return desk;
    };

    const desk = await start();
    let isOver = false;
    const people = Array.from({ length: WRITERS }, (_, index) => telegram.person(`Writer ${index + 1}`));
    const writers = people.map((person, index) => writer(telegram, person, index + 1, () => isOver));
    const acknowledged = (): readonly string[] => writers.flatMap((each) => each.acknowledged);
    await telegram.until(() => acknowledged().length >= ENOUGH || undefined, 40_000);

    const before = acknowledged();
    telegram.say(owner, owner, "/backup now");
    const taken = await telegram.until(
      () => telegram.ours(owner).find(({ text }) => text.includes("npm run restore")),
      20_000,
    );
    const [, path = ""] = /npm run restore -- (\S+)/.exec(taken.text) ?? [];
    const meanwhile = acknowledged().length;
    await telegram.until(() => acknowledged().length >= meanwhile + ENOUGH || undefined, 40_000);

    // Under the hands of those who write nothing is overwritten.
    const refused = startDesk(environment, ["restore", path]);
    expect(await refused.ended).toBe(1);
    expect(refused.logged()).toContain("A desk is running");
    desk.kill("SIGTERM");
    expect(await desk.ended).toBe(0);
    isOver = true;
    await Promise.all(writers.map(({ over }) => over));

    const restoring = startDesk(environment, ["restore", path]);
    expect(await restoring.ended).toBe(0);
    const file = new Sqlite(database, { readonly: true });
    undo.push(async () => file.close());
    expect(file.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(file.pragma("foreign_key_check")).toEqual([]);
    const kept = file.prepare("SELECT quantity FROM portfolio_entry").pluck().all() as string[];
    expect(kept).toEqual(expect.arrayContaining([...before]));
    // It is of one instant in the midst of them, and each write is there whole or not at all.
    expect(kept.length).toBeLessThan(acknowledged().length);
    expect(new Set(kept).size).toBe(kept.length);
    expect(file.prepare("SELECT count(*) FROM audit WHERE what = 'portfolio add'").pluck().get()).toBe(kept.length);
    expect(file.prepare("SELECT sum(next_number - 1) FROM portfolio").pluck().get()).toBe(kept.length);
    file.close();

    // What came after the backup lies beside it, with all that was answered.
    const [, former = ""] = /before lies at (\S+);/.exec(restoring.printed()) ?? [];
    const aside = new Sqlite(former, { readonly: true });
    undo.push(async () => aside.close());
    const last = aside.prepare("SELECT quantity FROM portfolio_entry").pluck().all();
    expect(last).toEqual(expect.arrayContaining([...acknowledged()]));

    // And the desk goes on from there.
    const again = await start();
    const [first] = people;
    telegram.say(first!, first!, "/portfolio add buy 77.7701 TAO at 300 usd on 2026-01-05");
    await telegram.shown("77.7701", first);
    again.kill("SIGTERM");
    expect(await again.ended).toBe(0);
    expect(telegram.violations).toEqual([]);
  },
);
