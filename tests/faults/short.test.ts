import { expect, test } from "vitest";
import { playCourse } from "./play-all.ts";
import { TELEGRAM } from "./trials.ts";

/** A few pairs of the matrix; `npm run faults` plays all of it. */
test("a platform that is down or fails costs nobody an answer", { timeout: 180_000 }, async () => {
  const trials = TELEGRAM.filter(({ fault }) => ["down", "500", "expired TLS"].includes(fault));
  const outcomes = await playCourse({ name: "short", scene: {}, trials, senseless: [] });
  expect(outcomes.map(({ fault, broken }) => [fault, broken])).toEqual(trials.map(({ fault }) => [fault, []]));
});
