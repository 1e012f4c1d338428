import type { Rates } from "../market/rates.ts";
import type { Step } from "./tick.ts";

/** One provider has them and a day of them is remembered: asked in good time, an outage of that provider goes unnoticed. */
const EVERY_MS = 3_600_000;

/** Keeps the exchange rates known before anybody asks for one. */
export function refreshRates(rates: Pick<Rates, "rate">): Step {
  let askedAt: number | undefined;
  return {
    name: "refresh rates",
    async run(now) {
      if (askedAt !== undefined && now - askedAt < EVERY_MS) return;
      askedAt = now;
      await rates.rate("USD", "EUR", "job");
    },
  };
}
