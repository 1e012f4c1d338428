import { bench, describe } from "vitest";
import { AlertStore } from "../../src/store/alert-store.ts";
import { alertsDesk, MINUTE, price } from "../support/alerts-desk.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../../src/store/database.ts";
import { sql } from "kysely";
import { subjectOf } from "../../src/alerts/subject.ts";
import { tmpdir } from "node:os";

/**
 * One tick over many armed alerts in a database on disk: all due subjects are read, 200 coins priced by one request, what was seen is
 * written down, the index is asked which alerts were reached, and a hundred or a thousand of them are claimed and enqueued with their facts. How
 * many others are armed must hardly matter. Beside it the least that a check of every alert can do: reading all rows once.
 * `npx vitest bench --run tests/bench/alerts.bench.ts`
 */
const COINS = 200;
/** So many tell at once; a thousand beside one number of others alone, since those hardly matter. */
const TELL = 100;
const TELL_MANY = { tell: 1_000, size: 100_000 } as const;
/** Alerts of one person among them, as many as anybody may have. */
const EACH = 100;
const SIZES = [10_000, 100_000, 1_000_000].filter((size) => size <= Number(process.env["ALERTS"] ?? 1e9));

const folder = mkdtempSync(join(tmpdir(), "westbound-alerts-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Armed alerts far above and below the price, `tell` of them just above it. */
async function armedDesk(count: number, tell: number) {
  const database = await openDatabase(join(folder, `${count}-${tell}.sqlite`));
  const desk = await alertsDesk({ database });
  for (let coin = 0; coin < COINS; coin += 1) {
    desk.llama.say(`coin-${coin}`, 100);
    await new AlertStore().subjectId(database, subjectOf(price(`coin-${coin}`, "above", 1), "user-1"));
  }
  // Thresholds from 110 to 1,110 above and 10 to 90 below, in the columns that `add` writes.
  await sql`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1})
    INSERT INTO alert (owner_id, made_by, platform, chat_id, is_public, target, subject_id, condition, cool_down_ms, state,
      created_at, phase, watch, level)
    SELECT 'user-2', 'user-2', 'web', 'chat-2', 0, 'owner', 1 + i % ${COINS},
      json_object('kind', 'price', 'asset', json_object('kind', 'listed', 'id', 'coin-' || (i % ${COINS})),
        'is', iif(i % 2 = 0, 'above', 'below'),
        'threshold', iif(i % 2 = 0, 110 + (i * 7919) % 1000, 10 + (i * 7919) % 80), 'currency', 'USD'),
      0, 'armed', 0, 'armed', iif(i % 2 = 0, 'rises', 'falls'),
      iif(i % 2 = 0, 110 + (i * 7919) % 1000, 10 + (i * 7919) % 80) FROM n`.execute(database);
  for (let first = 0; first < tell; first += EACH) {
    const userId = `person-${first}`;
    await database.insertInto("user").values({ id: userId, is_owner: 0, created_at: 0 }).execute();
    const theirs = desk.call({ caller: { userId, accountId: userId }, place: { chatId: userId } });
    for (let index = first; index < first + EACH; index += 1) {
      const repetition = { kind: "repeat", coolDownMs: 0 } as const;
      const number = await desk.add(price(`coin-${index % COINS}`, "above", 101), { repetition }, theirs);
      if (number < 0) throw new Error("a person may not have so many alerts");
    }
  }
  await desk.tick();
  return desk;
}

const CASES = [...SIZES.map((size) => ({ size, tell: TELL })), ...(SIZES.includes(TELL_MANY.size) ? [TELL_MANY] : [])];

for (const { size, tell } of CASES) {
  const desk = await armedDesk(size, tell);
  const say = (usd: number): void => {
    for (let coin = 0; coin < COINS; coin += 1) desk.llama.say(`coin-${coin}`, usd);
  };
  let isUp = false;

  describe(`${size.toLocaleString("en")} armed alerts on ${COINS} coins, ${tell.toLocaleString("en")} of them near`, () => {
    const options = { iterations: 20, time: 0, warmupIterations: 2, warmupTime: 0 };
    bench(
      "floor: reading every alert once",
      async () => {
        await sql`SELECT sum(level) FROM alert NOT INDEXED`.execute(desk.database);
      },
      options,
    );

    bench(
      "a tick in which none is reached",
      async () => {
        await desk.tick(MINUTE);
      },
      options,
    );

    // Every second of them arms the alerts again, which is as much work but for the messages.
    bench(
      `a tick in which ${tell} tell, or are armed again`,
      async () => {
        isUp = !isUp;
        say(isUp ? 102 : 98);
        await desk.tick(MINUTE);
      },
      options,
    );
  });
}
