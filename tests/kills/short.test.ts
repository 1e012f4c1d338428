import { expect, test } from "vitest";
import { play } from "./play.ts";

/** `npm run kills` makes two hundred. A failure says its seed. */
test("six kills in the middle of work lose and double nothing that is promised", { timeout: 150_000 }, async () => {
  const outcome = await play(Number(process.env["KILL_SEED"] ?? 20), 6);
  expect(outcome.broken, `seed ${outcome.seed}`).toEqual([]);
  // A run in which nothing was killed at its work would show nothing.
  expect(outcome.killedAtWork + outcome.killedSending).toBeGreaterThan(0);
});
