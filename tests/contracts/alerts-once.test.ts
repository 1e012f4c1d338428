import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { alertsDesk, MINUTE, price } from "../support/alerts-desk.ts";
import { HYSTERESIS } from "../../src/alerts/watch.ts";

/** A minute of the desk: a price, and whether the process dies while it tells, or starts anew before. */
const minutes = fc.array(
  fc.record({
    price: fc.integer({ min: 95, max: 105 }),
    dies: fc.boolean(),
    restarts: fc.boolean(),
  }),
  { minLength: 1, maxLength: 14 },
);

/** The prices at which an alert has to tell, by the plain rule: at each that reaches the threshold after having let go of the last. */
function expected(prices: readonly number[], threshold: number, isRepeated: boolean): readonly number[] {
  const told: number[] = [];
  let isArmed = true;
  for (const price of prices) {
    if (isArmed && price >= threshold) {
      told.push(price);
      isArmed = false;
      if (!isRepeated) break;
    } else if (!isArmed && price <= threshold * (1 - HYSTERESIS.price.part)) isArmed = true;
  }
  return told;
}

describe("on any path of the price, with the process killed and started at any time", () => {
  for (const kind of ["once", "repeat"] as const)
    test(`an alert that tells ${kind === "once" ? "once" : "again and again"} tells each occurrence once and misses none`, async () => {
      await fc.assert(
        fc.asyncProperty(minutes, async (path) => {
          const desk = await alertsDesk();
          const repetition = kind === "once" ? ({ kind } as const) : ({ kind, coolDownMs: 0 } as const);
          await desk.add(price("bittensor", "above", 101), { repetition });
          for (const { price: usd, dies, restarts } of path) {
            if (restarts) desk.restart();
            desk.llama.say("bittensor", usd);
            if (dies) {
              desk.state.die = () => {
                throw new Error("killed");
              };
              await desk.tick(MINUTE).catch((error: unknown) => expect(String(error)).toContain("killed"));
              desk.state.die = () => undefined;
              // The next process finds the same minute.
              desk.restart();
            }
            await desk.tick(dies ? 1_000 : MINUTE);
          }
          const sent = await desk.sent();
          const values = sent.map(({ facts }) => (facts.kind === "one" ? facts.fired.value : undefined));
          const prices = path.map(({ price: usd }) => usd);
          expect(values).toEqual(expected(prices, 101, kind === "repeat"));
          expect(new Set(sent.map(({ occurrence }) => occurrence)).size).toBe(sent.length);
          await desk.close();
        }),
        { numRuns: 20 },
      );
    }, 60_000);
});
