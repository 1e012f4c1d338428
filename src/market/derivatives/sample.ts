import type { Exchange, Perpetual } from "./exchange.ts";
import { readFileSync } from "node:fs";
import { z } from "zod";

const HOUR_MS = 60 * 60_000;
const positive = z.number().positive();

/** The form of data/sample-funding.json. */
const file = z.strictObject({
  schemaVersion: z.literal(1),
  /** The instant that the figures are plausible for. */
  asOf: z.iso.datetime().transform((each) => Date.parse(each)),
  about: z.string(),
  exchanges: z.array(
    z.strictObject({
      name: z.string().min(1),
      perpetuals: z.array(
        z.strictObject({
          base: z.string().regex(/^[A-Z0-9]+$/),
          /** For one payment; 0.01 is 0.01 %. */
          ratePercent: z.number(),
          intervalHours: z.int().min(1).max(24),
          markPriceUsd: positive,
          /** In coins. */
          openInterest: positive,
          longAccountsPercent: z.number().min(0).max(100).optional(),
        }),
      ),
    }),
  ),
});

/**
 * Made-up exchanges of data/sample-funding.json. Their figures stand still; only the next payment is always ahead.
 * @throws Error when the file is missing or not in its form
 */
export function createSampleExchanges(
  clock: () => number,
  path: URL = new URL("../../../data/sample-funding.json", import.meta.url),
): readonly Exchange[] {
  const sample = file.parse(JSON.parse(readFileSync(path, "utf8")));
  const { asOf } = sample;
  return sample.exchanges.map(({ name, perpetuals }): Exchange => ({
    source: name,

    async board() {
      const contracts = perpetuals.map((each): Perpetual => ({
        contract: `${each.base}USDT`,
        base: each.base,
        rate: each.ratePercent / 100,
        rateKind: "current",
        intervalHours: each.intervalHours,
        nextPaymentAt: nextPayment(each.intervalHours),
        markPriceUsd: each.markPriceUsd,
        openInterest: each.openInterest,
      }));
      return { perpetuals: new Map(contracts.map((each) => [each.base, each])), asOf };
    },

    details: async () => ({}),

    async longShort(base) {
      const percent = perpetuals.find((each) => each.base === base)?.longAccountsPercent;
      return percent === undefined ? undefined : { longFraction: percent / 100, asOf };
    },
  }));

  /** Payments are at whole intervals of the UTC day. */
  function nextPayment(hours: number): number {
    return (Math.floor(clock() / (hours * HOUR_MS)) + 1) * hours * HOUR_MS;
  }
}
