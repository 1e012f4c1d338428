import { bench, describe } from "vitest";
import { liveThrough } from "../support/busy-year.ts";
import { measured } from "./report.ts";
import { openDatabase } from "../../src/store/database.ts";
import { temporaryFolder } from "../support/process.ts";

/**
 * How large the file of a busy desk is after 30, 100 and 365 days, by its own stores and its own clean-up.
 * `npm run bench -- year`
 */
const ANSWERS = Number(process.env["ANSWERS"] ?? 200);

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
            if ([30, 100, 200, 365].includes(day))
              measured({ group: "the file of a busy desk", name: `after ${day} days`, unit: "MB", value: bytes / 1e6 });
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
