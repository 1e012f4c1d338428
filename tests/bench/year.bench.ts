import { bench, describe } from "vitest";
import { liveThrough } from "../support/busy-year.ts";
import { openDatabase } from "../../src/store/database.ts";
import { temporaryFolder } from "../support/process.ts";

/**
 * How large the file of a busy desk is after 30, 100 and 365 days, by its own stores and its own clean-up.
 * `npx vitest bench --run tests/bench/year.bench.ts`
 */
const ANSWERS = Number(process.env["ANSWERS"] ?? 200);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

describe(`a year of ${ANSWERS} answers, 100 news items and 200 closes a day`, () => {
  bench(
    "lived through",
    async () => {
      const folder = await temporaryFolder();
      const database = await openDatabase(`${folder.path}/desk.sqlite`);
      try {
        await liveThrough(
          database,
          365,
          { answers: ANSWERS, newsItems: 100, visitors: 20, closes: 200 },
          (day, bytes) => {
            if ([30, 100, 200, 365].includes(day)) say(`day ${day}: ${(bytes / 1e6).toFixed(1)} MB`);
          },
        );
      } finally {
        await database.destroy();
        await folder.remove();
      }
    },
    { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 },
  );
});
