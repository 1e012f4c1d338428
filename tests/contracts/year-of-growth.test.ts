import { expect, test } from "vitest";
import { liveThrough } from "../support/busy-year.ts";
import { openDatabase } from "../../src/store/database.ts";
import { sql } from "kysely";
import { temporaryFolder } from "../support/process.ts";

test(
  "after the first hundred days the file of a busy desk grows by what is kept for good alone",
  { timeout: 120_000 },
  async () => {
    const folder = await temporaryFolder();
    const database = await openDatabase(`${folder.path}/desk.sqlite`);
    try {
      const sizes: number[] = [];
      const note = (_day: number, bytes: number): void => void sizes.push(bytes);
      await liveThrough(database, 365, { answers: 12, newsItems: 6, visitors: 2, closes: 0 }, note);
      const [at100 = 0, at365 = 0] = [sizes[99], sizes[364]];
      // The audit is kept for a year, and is all that still grows.
      const { rows } = await sql<{ bytes: number }>`
        SELECT sum(pgsize) AS bytes FROM dbstat WHERE name = 'audit' OR name LIKE 'audit_%'`.execute(database);
      expect(at365 - at100).toBeLessThan((rows[0]?.bytes ?? 0) + at100 / 20);
      expect(at100).toBeGreaterThan(sizes[9] ?? Infinity);
    } finally {
      await database.destroy();
      await folder.remove();
    }
  },
);
