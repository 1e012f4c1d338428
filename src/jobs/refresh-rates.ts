import type { Rates } from "../market/rates.ts";
import type { Step } from "./tick.ts";

/** One provider has them and a day of them is remembered: asked in good time, an outage of that provider goes unnoticed. */
const EVERY_MS = 3_600_000;
/** After a failure sooner, but not each minute: a provider that is down is not helped by it, and one with a quota is robbed. */
const RETRY_MS = 5 * 60_000;

/** Keeps the exchange rates known before anybody asks for one. */
export function refreshRates(rates: Pick<Rates, "rate">): Step {
  let next = Number.NEGATIVE_INFINITY;
  return {
    name: "refresh rates",
    async run(now) {
      if (now < next) return "idle";
      next = now + RETRY_MS;
      await rates.rate("USD", "EUR", "job");
      next = now + EVERY_MS;
      return undefined;
    },
  };
}
