import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { type Deed, IMPORT_ROWS } from "./deeds.ts";
import type { Scene } from "./scene.ts";

/** What the database holds at one instant, read from a copy: the next life finds the files as the dead left them. */
export interface Kept {
  /** What SQLite says of the file; "ok", or what is wrong with it. */
  readonly integrity: string;
  /** How often a deed is written down; undefined of one that writes nothing. */
  timesOf(deed: Deed): number | undefined;
  /** Telegram chats with a question or command that was taken and not answered yet. */
  readonly openChats: ReadonlySet<string>;
  readonly deliveries: readonly Delivery[];
  /** Subscriptions that should have been told of by now and are not enqueued. */
  readonly overdue: number;
  /** Ranges of entries that an import has begun with, and that nobody sees. */
  readonly unfinishedImports: number;
  readonly spent: { readonly calls: number; readonly tokens: number };
  /** By Telegram account: what the person was charged for. */
  readonly spentBy: ReadonlyMap<string, { readonly calls: number; readonly tokens: number }>;
}

/** A row of the outbox. */
interface Delivery {
  readonly key: string;
  readonly kind: string;
  readonly chat_id: string;
  readonly state: string;
  readonly ended_at: number | null;
  readonly reason: string | null;
}

/** @param now  of the desk's clock */
export async function readKept({ database, folder }: Scene, now: number): Promise<Kept> {
  const copy = `${folder}/copy`;
  await mkdir(copy, { recursive: true });
  const path = `${copy}/desk.sqlite`;
  await copyFile(database, path);
  if (existsSync(`${database}-wal`)) await copyFile(`${database}-wal`, `${path}-wal`);
  const file = new Sqlite(path);
  try {
    const all = <Row>(query: string, ...given: unknown[]): readonly Row[] => file.prepare(query).all(...given) as Row[];
    const integrity = all<{ integrity_check: string }>("PRAGMA integrity_check").map((row) => row.integrity_check);
    const loose = all("PRAGMA foreign_key_check").length;
    if (loose > 0) integrity.push(`${loose} rows belong to nobody`);

    const counted = (query: string): ReadonlyMap<string, number> =>
      new Map(all<{ of: string; times: number }>(query).map(({ of, times }) => [of, times]));
    // What is not yet, or no more, in a portfolio is for no reader.
    const shown = `NOT EXISTS (SELECT 1 FROM portfolio_hidden AS hidden WHERE hidden.user_id = portfolio_entry.user_id
      AND number BETWEEN first_number AND last_number)`;
    const entries = counted(
      `SELECT quantity AS 'of', COUNT(*) AS times FROM portfolio_entry WHERE ${shown} GROUP BY quantity`,
    );
    const notes = counted("SELECT text AS 'of', COUNT(*) AS times FROM person_note GROUP BY text");
    const alerts = counted(
      "SELECT account_id AS 'of', COUNT(*) AS times FROM alert JOIN account ON user_id = owner_id GROUP BY account_id",
    );
    const imported = counted(
      `SELECT account_id AS 'of', COUNT(*) AS times FROM portfolio_entry JOIN account USING (user_id)
       WHERE import_id IS NOT NULL AND ${shown} GROUP BY account_id`,
    );
    const spent = all<{ calls: number; tokens: number }>(
      "SELECT COALESCE(SUM(calls), 0) AS calls, COALESCE(SUM(input_tokens + output_tokens), 0) AS tokens FROM model_spend",
    );
    const spentBy = all<{ of: string; calls: number; tokens: number }>(
      "SELECT account_id AS 'of', calls, tokens FROM person_spend JOIN account USING (user_id)",
    );
    return {
      integrity: integrity.join("; "),
      timesOf(deed) {
        const person = String(deed.person?.id);
        switch (deed.kind) {
          case "entry":
          case "entry on Discord":
            return entries.get(deed.mark) ?? 0;
          case "note":
            return notes.get(`my number is ${deed.mark}`) ?? 0;
          case "alert":
            return alerts.get(person) ?? 0;
          case "import":
            return (imported.get(person) ?? 0) / IMPORT_ROWS;
          case "question":
            return undefined;
        }
        return deed.kind satisfies never;
      },
      openChats: new Set(
        all<{ chat_id: string }>(
          "SELECT chat_id FROM incoming_request WHERE closed_at IS NULL AND platform = 'telegram'",
        ).map(({ chat_id }) => chat_id),
      ),
      deliveries: all<Delivery>("SELECT key, kind, chat_id, state, ended_at, reason FROM outbox"),
      overdue:
        all<{ count: number }>("SELECT COUNT(*) AS count FROM subscription WHERE next_at <= ?", now)[0]?.count ?? 0,
      unfinishedImports: all("SELECT 1 FROM portfolio_hidden").length,
      spent: spent[0] ?? { calls: 0, tokens: 0 },
      spentBy: new Map(spentBy.map(({ of, ...rest }) => [of, rest])),
    };
  } finally {
    file.close();
    await rm(copy, { recursive: true });
  }
}

/** What is wrong with the folder of backups: one under its full name that is not whole, or one that was told of and is not there. */
export async function faultsOfBackups({ backups, telegram, owner }: Scene): Promise<readonly string[]> {
  const names = existsSync(backups) ? await readdir(backups) : [];
  const broken = names
    .filter((name) => name.endsWith(".sqlite"))
    .filter((name) => {
      const file = new Sqlite(`${backups}/${name}`, { readonly: true });
      try {
        return file.pragma("integrity_check", { simple: true }) !== "ok";
      } finally {
        file.close();
      }
    });
  const missing = telegram
    .ours(owner)
    .flatMap(({ text }) => /restore -- \S*\/(\S+\.sqlite)/.exec(text)?.[1] ?? [])
    .filter((name) => !names.includes(name));
  return [...broken.map((name) => `${name} is not whole`), ...missing.map((name) => `${name} is gone`)];
}
