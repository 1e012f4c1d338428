import { expect, test } from "vitest";
import fc from "fast-check";
import { TokenBucket } from "./token-bucket.ts";

test("no stretch of the period ever sees more requests than there are tokens", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 2_000 }), gaps, (tokens, perMs, steps) => {
      const bucket = new TokenBucket({ tokens, perMs });
      const taken: number[] = [];
      let now = 1_000;
      for (const step of steps) {
        now += step;
        if (bucket.take(now)) taken.push(now);
      }
      for (const start of taken)
        expect(taken.filter((at) => at >= start && at < start + perMs).length).toBeLessThanOrEqual(tokens);
    }),
  );
});

test("whoever waits as long as told gets a token, and nobody has to wait longer than the period", () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.boolean()), { maxLength: 100 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), steps, (tokens, moves) => {
      const bucket = new TokenBucket({ tokens, perMs: 1_000 });
      let now = 5;
      for (const [step, waits] of moves) {
        now += step;
        const wait = bucket.waitMs(now);
        expect(wait).toBeLessThanOrEqual(1_000);
        if (waits) now += wait;
        expect(bucket.take(now)).toBe(waits || wait === 0);
      }
    }),
  );
});

test("tokens kept spare are left for those who ask without sparing", () => {
  const bucket = new TokenBucket({ tokens: 5, perMs: 60_000 });
  for (let count = 0; count < 3; count += 1) expect(bucket.take(0)).toBe(true);
  expect(bucket.waitMs(10, 2)).toBe(59_990);
  expect(bucket.waitMs(10)).toBe(0);
});

test("a clock that is set back does not lock the bucket", () => {
  const bucket = new TokenBucket({ tokens: 1, perMs: 60_000 });
  expect(bucket.take(10_000_000)).toBe(true);
  expect(bucket.waitMs(1_000)).toBe(0);
});
