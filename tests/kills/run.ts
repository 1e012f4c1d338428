import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { here } from "../faults/play-all.ts";
import { play } from "./play.ts";
import { pageOf } from "./table.ts";

/** `KILLS` and `KILL_SEED` take another number of kills and other instants. */
test("a desk that is killed at any instant keeps what it acknowledged and tells what is due", async () => {
  const kills = Number(process.env["KILLS"] ?? 200);
  const outcome = await play(Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000), kills);
  const run = { ...here(), ...outcome };
  writeFileSync("docs/kills.json", `${JSON.stringify(run, null, 2)}\n`);
  writeFileSync("docs/kills.md", pageOf(run));
  expect(outcome.broken, `seed ${outcome.seed}`).toEqual([]);
});
