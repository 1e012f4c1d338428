import { afterAll, beforeAll, expect, test } from "vitest";
import { ENVIRONMENT_CANARY } from "./leaks.ts";
import { SURFACES } from "./surfaces.ts";

/** The short form: always the same inputs. `npm run fuzz` puts 100,000. */
const SEED = 20_260_301;

/** Rejections that nobody waited for fail a run of the tests by themselves. */
beforeAll(() => {
  process.env["WESTBOUND_FUZZ_CANARY"] = ENVIRONMENT_CANARY;
});
afterAll(() => {
  delete process.env["WESTBOUND_FUZZ_CANARY"];
});

test.each(SURFACES)("$name: no input breaks, leaks, pings or writes", { timeout: 60_000 }, async ({ short, fuzz }) => {
  const { problems, inputs, answered, silent } = await fuzz(short, SEED);
  expect(problems).toEqual([]);
  expect(answered + silent).toBe(inputs);
  expect(answered).toBeGreaterThan(short / 2);
});
